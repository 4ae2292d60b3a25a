// Welch's test of two means with unequal variances, and the interval of their difference. Included by compare.
#pragma once

#include <optional>

#include "moebench/core/comparison.hpp"

namespace moebench::stats {

/// sd / sqrt(n), or empty when n < 2 or the sd is not known.
std::optional<double> standard_error(const core::Moments& moments);

/// Satterthwaite's degrees of freedom of a sum of two independent components with these standard errors, at least
/// min(n) - 1. n >= 2 on both sides, not both standard errors zero.
double satterthwaite_df(double se_a, double n_a, double se_b, double n_b);

/// Welch's t test of candidate - baseline (Biometrika 34, 1947). Empty when a side has n < 2 or no sd, or when neither
/// side varies, or when t or its standard error is beyond the range of doubles. Standard errors are combined without
/// squaring them, so tiny and huge scales lose no digits.
std::optional<core::Welch> welch(const core::Moments& candidate, const core::Moments& baseline);

/// candidate - baseline with Welch's interval, which is empty where `welch` is. level in (0, 1).
core::Difference difference(const core::Moments& candidate, const core::Moments& baseline, double level);

}  // namespace moebench::stats
