// The payload of a logistic regression in its three layouts: fixed width, no padding.
//   A: option tag, u64 n, n f32 coefficients; f32 intercept; f32 learning_rate; u64 max_iter; f32 tol
//   B: A, then class_weight tag u32 (0 Uniform, 1 Balanced, 2 Manual, then u64 k and k f32), f32 l2_penalty
//   C: B, then fit_mode tag u32 (0 Batch, 1 Stochastic, 2 MiniBatch, then u64)
// Nothing tells which one it is but its length. Included by this module's sources only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "moebench/apr/format.hpp"
#include "moebench/apr/logistic_regression.hpp"
#include "moebench/core/error.hpp"
#include "payload.hpp"

namespace moebench::apr {

/// What the payload holds, also of a model that cannot be served: unfitted, with no coefficients, or not finite.
struct LogisticContents {
  PayloadLayout layout;
  bool fitted;
  std::span<const std::byte> coefficients;  // f32s, in the payload
  std::size_t coefficients_at;              // their place in the payload
  float intercept;
  Hyperparameters hyperparameters;
};

/// Bytes of layout A with n coefficients.
constexpr std::uint64_t logistic_payload_size(std::uint64_t n) {
  return 29 + 4 * n;
}

/// Consumes the payload exactly. Input errors: a tag other than 0 and 1, an unknown enum tag, a count over what
/// remains, an end within a field, bytes left over that match no layout.
core::Result<LogisticContents> parse_logistic_payload(const Payload& payload);

/// The model. Input errors: unfitted, n = 0, parameters that are NaN or infinite.
core::Result<LogisticRegression> served_model(const LogisticContents& contents, const Payload& payload);

void append_logistic_payload(std::vector<std::byte>& bytes, const LogisticRegression& model, PayloadLayout layout);

}  // namespace moebench::apr
