// Turns a model into the bytes of a file. Does not write files: io does, atomically. What is written reads back the
// same; what a layout cannot hold is returned, never dropped in silence. Included by cli.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "moebench/apr/format.hpp"
#include "moebench/apr/logistic_regression.hpp"
#include "moebench/apr/metadata.hpp"

namespace moebench::apr {

struct V1Options {
  std::optional<PayloadLayout> layout = {};  // layout_for() the model where not given
  Compression compression = Compression::none;
  std::uint8_t quality_score = 0;  // not validated
  std::uint8_t flags = 0;          // Flag bits
};

/// A version 1.0 file, unsigned. The same model, metadata and options always give the same bytes. Where it is asked
/// for, layout A leaves class weights, penalty and fit mode out, B the fit mode (lost_by() says which). Precondition:
/// fits_v1(model); the flags are neither encrypted nor is_signed.
std::vector<std::byte> write_v1(const LogisticRegression& model, const Metadata& metadata,
                                const V1Options& options = {});

/// Whether the model's payload has, in any layout, at most k_max_payload_size bytes: about 2^28 coefficients.
bool fits_v1(const LogisticRegression& model);

/// The hyperparameters, by name, that differ from the defaults and that the layout has no place for.
std::vector<std::string> lost_by(const Hyperparameters& hyperparameters, PayloadLayout layout);

/// A, which most releases read, where it has a place for every hyperparameter that differs from the defaults, otherwise
/// C, which has a place for all.
PayloadLayout layout_for(const Hyperparameters& hyperparameters);

/// A file and the places of what it cannot hold: "custom.key[2]", binary values and numbers that are not finite.
struct TensorFileBytes {
  std::vector<std::byte> bytes;
  std::vector<std::string> left_out;
};

/// A version 2.0 file: tensors `coefficients` [n] and `intercept` [1]; hyperparameters and metadata as JSON.
TensorFileBytes write_v2(const LogisticRegression& model, const std::optional<Metadata>& metadata);

/// A SafeTensors file: `coefficients` F32 [n] and `intercept` F32 [1], of which PyTorch's Linear(n, 1) takes the first
/// as (1, n); hyperparameters and metadata as text under `__metadata__`.
TensorFileBytes write_safetensors(const LogisticRegression& model, const std::optional<Metadata>& metadata);

}  // namespace moebench::apr
