// The payload of a logistic regression, layout A: option tag, u64 n, n f32 coefficients, f32 intercept, f32
// learning_rate, u64 max_iter, f32 tol; fixed width, no padding. Included by reader.cpp and writer.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "moebench/apr/logistic_regression.hpp"
#include "moebench/core/error.hpp"

namespace moebench::apr {

/// Bytes of a payload with n coefficients.
constexpr std::uint64_t logistic_payload_size(std::uint64_t n) {
  return 29 + 4 * n;
}

/// A decompressed payload and where it stands, for messages.
struct Payload {
  std::span<const std::byte> bytes;
  std::size_t offset;  // of its first byte in the file
  std::string_view file;
};

/// Consumes the payload exactly. Input errors: a tag other than 0 and 1, an unfitted model, n = 0, an n that does not
/// fit, bytes left over, parameters that are NaN or infinite.
core::Result<LogisticRegression> parse_logistic_payload(const Payload& payload);

void append_logistic_payload(std::vector<std::byte>& bytes, const LogisticRegression& model);

}  // namespace moebench::apr
