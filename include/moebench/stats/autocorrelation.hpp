// How much a sample depends on the one before it, within one run. Included by summarize.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace moebench::stats {

/// sum (x_i - m)(x_{i+1} - m) / sum (x_i - m)^2 over samples in time order. Empty when n < 2 or all are equal.
std::optional<double> lag1_autocorrelation(std::span<const double> in_time_order);

/// How many independent samples n are worth if each depends on the one before alone: n (1 - r1) / (1 + r1), within
/// 1 .. n. n >= 1, r1 in [-1, 1].
double effective_samples_ar1(std::size_t n, double lag1);

}  // namespace moebench::stats
