// The payload of a linear regression: option tag, u64 n, n f32 coefficients, f32 intercept, u8 fit_intercept.
// Included by this module's sources only.
#pragma once

#include <cstddef>
#include <span>

#include "moebench/apr/linear_regression.hpp"
#include "moebench/core/error.hpp"
#include "payload.hpp"

namespace moebench::apr {

struct LinearContents {
  bool fitted;
  std::span<const std::byte> coefficients;  // f32s, in the payload
  std::size_t coefficients_at;              // their place in the payload
  float intercept;
  bool fit_intercept;
};

/// Consumes the payload exactly. Input errors: a tag other than 0 and 1, a count over what remains, an end within a
/// field, bytes left over.
core::Result<LinearContents> parse_linear_payload(const Payload& payload);

/// The model. Input errors: unfitted, n = 0, parameters that are NaN or infinite.
core::Result<LinearRegression> fitted_model(const LinearContents& contents, const Payload& payload);

}  // namespace moebench::apr
