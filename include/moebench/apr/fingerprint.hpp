// Short hashes by which two programs can tell that they had the same numbers: CRC-32 as zlib computes it, which Python has too.
// Against mistakes, not against forgery. Included by scenarios and cli.
#pragma once

#include <span>
#include <string>

#include "moebench/apr/logistic_regression.hpp"

namespace moebench::apr {

/// CRC-32 of the values as little-endian f32, one behind the other, as eight hexadecimal digits.
std::string fingerprint(std::span<const float> values);

/// Of the coefficients, then the intercept.
std::string fingerprint(const LogisticRegression& model);

}  // namespace moebench::apr
