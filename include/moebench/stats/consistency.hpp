// Holds what a file says about itself against itself and against its samples. Included by compare and cli.
#pragma once

#include <span>
#include <vector>

#include "moebench/core/result_set.hpp"

namespace moebench::stats {

/// A warning for each contradiction in `result.reported`; none when there is nothing reported.
///   inconsistent_percentiles          not min <= p50 <= p95 <= p99 <= max
///   inconsistent_range                mean or a percentile outside [min, max], or an sd that n samples in [min, max]
///                                     cannot have: above (max - min) sqrt(n / (4 (n - 1)))
///   inconsistent_ci                   a limit of the 95 % interval is off mean -+ t(n - 1) sd / sqrt(n) by over 2 % of
///                                     the half width
///   inconsistent_throughput           off 1e6 / mean (times the param "batch_size" if there is one) by over 1 %, and
///                                     off the samples' operations over their time
///   summary_disagrees_with_samples    a figure that no usual definition gets from the samples
///   iterations_disagree_with_samples  iterations are not the operations timed
/// Every figure may have been rounded: it may be off by half a unit of the last decimal that the result's times have,
/// and a single figure by half a unit of its own last decimal, if that is within 1 % of it. O(n log n).
std::vector<core::Warning> check_reported(const core::BenchmarkResult& result);

/// The same in O(n) where all samples have been sorted already: `ascending` holds them, or nothing where there are
/// none.
std::vector<core::Warning> check_reported(const core::BenchmarkResult& result, std::span<const double> ascending);

}  // namespace moebench::stats
