// What a model file contains, whatever its layout and whether or not it can be served. Made by apr; shown by report
// and io; cli brings them together.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "moebench/core/attributes.hpp"
#include "moebench/core/warning.hpp"

namespace moebench::core {

/// One array of parameters: the coefficients of a regression, a tensor.
struct ParameterArray {
  std::string name;
  std::string type;                  // of an element, as the file spells it: "f32", "BF16"
  std::vector<std::uint64_t> shape;  // empty for a scalar
  std::uint64_t count = 0;           // elements
  // Of f32 alone, and absent where there are none. The range is over the finite elements.
  std::optional<float> min = {};
  std::optional<float> max = {};
  std::vector<float> first = {};  // up to three, in the file's order
  std::vector<float> last = {};   // up to three, none of them in `first`
  std::uint64_t not_finite = 0;

  friend bool operator==(const ParameterArray&, const ParameterArray&) = default;
};

struct StoredChecksum {
  std::string name;  // "file", "header"
  std::uint32_t value = 0;

  friend bool operator==(const StoredChecksum&, const StoredChecksum&) = default;
};

struct ModelDescription {
  std::string file;
  std::uint64_t file_bytes = 0;
  std::string format;  // "apr v1", "apr v2", "safetensors"
  std::string model;   // "LogisticRegression"; empty when the file does not say
  Attributes header;   // in the file's order
  std::vector<std::string> flags;
  Attributes metadata;         // nested keys joined by dots, elements of arrays as [0]
  Attributes hyperparameters;  // those of the payload
  std::vector<ParameterArray> parameters;
  std::vector<StoredChecksum> checksums;  // all of them hold
  bool served = false;                    // whether it loads as a logistic regression; `warnings` say why not
  std::vector<Warning> warnings;

  friend bool operator==(const ModelDescription&, const ModelDescription&) = default;
};

}  // namespace moebench::core
