// Count, mean and standard deviation of samples, and of the runs' means. Included by everything in stats that starts
// from samples.
#pragma once

#include <span>
#include <vector>

#include "moebench/core/comparison.hpp"
#include "moebench/core/series.hpp"

namespace moebench::stats {

/// Mean and standard deviation (divisor n - 1), two-pass with the mean corrected (Chan, Golub and LeVeque, 1983), on
/// samples scaled by a power of two so that no square overflows or vanishes. n >= 1; finite samples below 1e307 in
/// magnitude. n = 1: no sd. Equal samples: exactly their value, and sd exactly 0.
/// mean_residual is known to about 1e-16 of the sd, so that a difference of two means far above their spreads is exact
/// to the digits of the samples.
core::Moments moments(std::span<const double> samples);

/// Of the samples of each run that has any.
std::vector<core::Moments> moments_of_runs(const core::Series& series);

/// Moments of these means, each with its residual. At least one. Means that a double cannot tell apart are equal, and
/// sd is then exactly 0: beyond that, residuals only tell how decimals were rounded.
core::Moments moments_of_means(std::span<const core::Moments> of_runs);

/// candidate's mean - baseline's mean, with what rounding took from both.
double difference_of_means(const core::Moments& candidate, const core::Moments& baseline);

}  // namespace moebench::stats
