// The arithmetic that inference and training share, in f32. Included by this module's sources only. Defined in a source
// file that is compiled without link-time optimisation, so that a timed loop cannot take it apart.
#pragma once

#include <span>

namespace moebench::apr {

/// Starts at `intercept`; columns in order, each multiplied, then added. Precondition: equal lengths.
float logit(float intercept, std::span<const float> coefficients, std::span<const float> input);

/// 1 / (1 + exp(-z)). 0 and 1 at the infinities; NaN for NaN.
float sigmoid(float z);

}  // namespace moebench::apr
