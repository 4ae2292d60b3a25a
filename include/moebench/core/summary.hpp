// What stats says about one series. Every field states its range; what cannot be computed is empty, never 0 or NaN.
// Made by stats::summarize; written by io, rendered by report.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "moebench/core/warning.hpp"

namespace moebench::core {

/// Where a figure lies, at a level that is said elsewhere. Limits in the unit of the figure.
struct Interval {
  double lower;  // limit
  double upper;  // limit, not below lower

  friend bool operator==(const Interval&, const Interval&) = default;
};

/// A figure with its interval. `interval` is empty where there is too little to make one.
struct Estimate {
  double value;                      // the figure
  std::optional<Interval> interval;  // where it lies
};

/// A type-7 quantile with its order-statistic interval. A side is empty where n is too small for it.
struct Quantile {
  double p;                               // in (0, 1)
  double value;                           // in the samples
  std::optional<double> lower;            // limit of the interval
  std::optional<double> upper;            // limit of the interval
  std::optional<std::size_t> lower_rank;  // 1-based
  std::optional<std::size_t> upper_rank;  // 1-based
  double coverage;  // what the interval really covers, at least the level when both sides are there
  std::optional<std::uint64_t> samples_needed = {};  // for both sides, where one is missing and there are samples
};

/// The interval over all samples as if they were independent; `df` is n - 1.
struct MeanInterval {
  double level;  // confidence, in (0, 1)
  double df;     // degrees of freedom
  double lower;  // limit
  double upper;  // limit
};

/// The analysis with the run as the unit of replication: t intervals over the runs' own figures. At least two runs. A
/// time that is the same in all runs has no interval: the clock's step hides how it varies.
struct BetweenRuns {
  std::size_t runs;                   // at least 2
  double df;                          // runs - 1
  Estimate mean;                      // of the runs' means
  double sd_of_means;                 // standard deviation of the runs' means
  Estimate p50;                       // mean of the runs' medians
  Estimate p95;                       // mean of the runs' 0.95 quantiles
  Estimate p99;                       // mean of the runs' 0.99 quantiles
  std::optional<Estimate> p999 = {};  // where every run has 1,000 samples or more
};

/// What the runs counted, summarised over runs (or over the one run, then without intervals).
struct CountSummary {
  std::uint64_t requests;   // of all runs
  std::uint64_t succeeded;  // of them
  Estimate success_rate;    // fraction; over runs, or where all runs agree exact (Clopper-Pearson) over all requests
  std::vector<Estimate> expert_share;  // of each expert, a fraction of all placed requests; t interval over runs
  std::optional<Estimate> imbalance;   // busiest expert's load / mean load, 1 .. number of experts
};

/// What stats::summarize() says about one result.
struct Summary {
  std::size_t n;                              // samples
  std::uint64_t operations;                   // operations timed in them
  double level;                               // confidence of every interval here, in (0, 1)
  double mean;                                // of all samples
  std::optional<double> sd;                   // divisor n - 1; empty at n = 1
  std::optional<MeanInterval> mean_interval;  // empty where it cannot be made
  std::optional<double> min;                  // empty only where a file of summaries does not tell
  std::optional<double> max;                  // the same
  std::vector<Quantile> quantiles;            // in ascending p; 0.5, 0.95 and 0.99 always where there are samples
  std::optional<BetweenRuns> between_runs;    // where two runs or more have samples
  std::optional<CountSummary> counts;         // where the runs counted requests
  std::vector<Warning> warnings;              // doubts about the samples

  /// The quantile at exactly `p`, or null.
  const Quantile* quantile(double p) const;
};

}  // namespace moebench::core
