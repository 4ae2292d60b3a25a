// A straight line through points. Included by cli.
#pragma once

#include <span>

#include "moebench/core/calculation.hpp"

namespace moebench::stats {

/// Ordinary least squares of y on x, with an intercept or through the origin, from sums of deviations that keep 19
/// digits. R squared is 1 - RSS / TSS with TSS around the mean, and around 0 through the origin, as R's lm and NIST's
/// certified values have it; empty where y does not vary around it. As many x as y, at least one; finite. level in
/// (0, 1).
core::Regression linear_regression(std::span<const double> x, std::span<const double> y, bool through_origin,
                                   double level);

}  // namespace moebench::stats
