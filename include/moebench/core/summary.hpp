// What stats says about one series. Every field states its range; what cannot be computed is empty, never 0 or NaN.
// Made by stats::summarize; written by io, rendered by report.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "moebench/core/warning.hpp"

namespace moebench::core {

struct Interval {
  double lower;
  double upper;

  friend bool operator==(const Interval&, const Interval&) = default;
};

/// A figure with its interval. `interval` is empty where there is too little to make one.
struct Estimate {
  double value;
  std::optional<Interval> interval;
};

/// A type-7 quantile with its order-statistic interval. A side is empty where n is too small for it.
struct Quantile {
  double p;  // in (0, 1)
  double value;
  std::optional<double> lower;
  std::optional<double> upper;
  std::optional<std::size_t> lower_rank;  // 1-based
  std::optional<std::size_t> upper_rank;
  double coverage;  // what the interval really covers, at least the level when both sides are there
  std::optional<std::uint64_t> samples_needed = {};  // for both sides, where one is missing and there are samples
};

/// The interval over all samples as if they were independent; `df` is n - 1.
struct MeanInterval {
  double level;
  double df;
  double lower;
  double upper;
};

/// The analysis with the run as the unit of replication: t intervals over the runs' own figures. At least two runs. A
/// time that is the same in all runs has no interval: the clock's step hides how it varies.
struct BetweenRuns {
  std::size_t runs;
  double df;  // runs - 1
  Estimate mean;
  double sd_of_means;  // standard deviation of the runs' means
  Estimate p50;
  Estimate p95;
  Estimate p99;
  std::optional<Estimate> p999 = {};  // where every run has 1,000 samples or more
};

/// What the runs counted, summarised over runs (or over the one run, then without intervals).
struct CountSummary {
  std::uint64_t requests;
  std::uint64_t succeeded;
  Estimate success_rate;  // fraction; over runs, or where all runs agree exact (Clopper-Pearson) over all requests
  std::vector<Estimate> expert_share;  // of each expert, a fraction of all placed requests; t interval over runs
  std::optional<Estimate> imbalance;   // busiest expert's load / mean load, 1 .. number of experts
};

struct Summary {
  std::size_t n;             // samples
  std::uint64_t operations;  // operations timed in them
  double level;              // confidence of every interval here, in (0, 1)
  double mean;
  std::optional<double> sd;  // divisor n - 1; empty at n = 1
  std::optional<MeanInterval> mean_interval;
  std::optional<double> min;  // empty only where a file of summaries does not tell
  std::optional<double> max;
  std::vector<Quantile> quantiles;  // in ascending p; 0.5, 0.95 and 0.99 always where there are samples
  std::optional<BetweenRuns> between_runs;
  std::optional<CountSummary> counts;
  std::vector<Warning> warnings;

  /// The quantile at exactly `p`, or null.
  const Quantile* quantile(double p) const;
};

}  // namespace moebench::core
