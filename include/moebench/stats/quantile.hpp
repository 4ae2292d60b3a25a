// Quantiles of sorted samples and their order-statistic intervals, which hold for every continuous distribution.
// Included by summarize, compare and consistency.
#pragma once

#include <cstdint>
#include <span>

#include "moebench/core/summary.hpp"
#include "moebench/stats/sorted.hpp"  // whose result is what these functions take

namespace moebench::stats {

/// Hyndman and Fan's type 7 (The American Statistician 50, 1996): linear between the order statistics around
/// (n - 1) p. `ascending` is sorted, n >= 1; p in [0, 1]. n = 1: the sample.
double quantile(std::span<const double> ascending, double p);

/// quantile(high) - quantile(low), from differences of samples, so that what rounding takes from quantiles far from 0
/// is not lost. Infinite where it is beyond a double.
double quantile_difference(std::span<const double> ascending, double low, double high);

/// The quantile with [x_(l), x_(u)], where l is the largest rank with P(Bin(n, p) <= l - 1) <= a / 2 and u the smallest
/// with P(Bin(n, p) >= u) <= a / 2, a = 1 - level. A side without such a rank is empty, and `coverage` is then that of
/// the interval open on that side; the type-7 value itself may then lie beyond the other limit. p and level in (0, 1),
/// n >= 1. O(log n) distribution calls.
core::Quantile quantile_with_interval(std::span<const double> ascending, double p, double level);

/// The least n at which the p quantile has a lower limit (upper limit) at this level: (1 - p)^n (p^n) <= a / 2.
std::uint64_t samples_for_lower_limit(double p, double level);
std::uint64_t samples_for_upper_limit(double p, double level);

}  // namespace moebench::stats
