// Turns a model into the bytes of an .apr file. Does not write files: io does, atomically. Included by
// users of the library.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "moebench/apr/logistic_regression.hpp"

namespace moebench::apr {

/// The two metadata fields that the format requires.
struct Metadata {
  std::string created_at;        // Unix seconds in decimal digits
  std::string aprender_version;  // release of the library whose layout this is: "0.11.0"
};

/// A version 1.0 file: uncompressed, unsigned, payload layout A, quality score 0. The same model and metadata always
/// give the same bytes. Precondition: at most 2^28 - 8 coefficients, which fill the format's largest payload.
std::vector<std::byte> write_v1(const LogisticRegression& model, const Metadata& metadata);

}  // namespace moebench::apr
