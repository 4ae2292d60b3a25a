// Describes one result: from its samples where there are any, otherwise from what its file reports. Does not hold the
// two against each other (consistency.hpp). Included by cli.
#pragma once

#include <span>
#include <vector>

#include "moebench/core/result_set.hpp"
#include "moebench/core/summary.hpp"

namespace moebench::stats {

/// What a summary holds.
struct SummaryOptions {
  double level = 0.95;  // in (0, 1)
  /// Each in (0, 1). These three are added when missing, and 0.999 where the samples give it both limits.
  std::vector<double> quantiles = {0.5, 0.95, 0.99};
};

/// The summary of all samples pooled over runs, with the analysis between runs when two runs or more have samples.
/// Without samples: of `reported`, whose figures are passed on and whose quantiles have no intervals (coverage 0).
/// A result with neither is a bug of the caller. n = 1: no sd, no intervals, a warning. O(n log n).
core::Summary summarize(const core::BenchmarkResult& result, const SummaryOptions& options = {});

/// The same where all samples of the result have been sorted already: `ascending` holds them, or nothing where there
/// are none.
core::Summary summarize(const core::BenchmarkResult& result, std::span<const double> ascending,
                        const SummaryOptions& options);

}  // namespace moebench::stats
