// The logistic regression among named tensors: `coefficients` f32 [n] and `intercept` f32 [1], as version 2 and
// SafeTensors files hold it, and what their metadata keeps of a version 1 file. Included by this module's sources only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "moebench/apr/logistic_regression.hpp"
#include "moebench/apr/metadata.hpp"
#include "moebench/core/error.hpp"
#include "tensor.hpp"
#include "v2_file.hpp"

namespace moebench::apr {

/// What is kept besides the tensors; each is absent where the file does not hold it.
struct KeptMetadata {
  std::optional<Hyperparameters> hyperparameters;
  std::optional<Metadata> metadata;
};

/// Input errors: another set of tensors, another type or shape, n = 0, parameters that are NaN or infinite.
core::Result<LogisticRegression> model_of(const TensorFile& file, const Hyperparameters& hyperparameters,
                                          std::string_view subject);

/// The two arrays, sorted by name. They refer to the model and to `intercept`, which is the model's.
std::vector<F32Array> arrays_of(const LogisticRegression& model, const float& intercept);

/// {"model_type", "created_at", "aprender_version", "logistic_regression": {hyperparameters}, "apr_metadata":
/// {further}}, each where there is one. Adds to `left_out` what JSON cannot hold.
Json kept_json(const Hyperparameters& hyperparameters, const std::optional<Metadata>& metadata,
               std::vector<std::string>& left_out);

/// The inverse; keys that it does not know are ignored. Input errors: a known key of another type or range.
core::Result<KeptMetadata> kept_metadata(const Json& json, std::string_view subject);

/// For SafeTensors, whose metadata has strings only: the same keys, with the JSON text of what is no string.
Json as_strings(const Json& json);

/// The inverse. Input errors: a known key whose text is no JSON.
core::Result<Json> from_strings(const Json& strings, std::string_view subject);

}  // namespace moebench::apr
