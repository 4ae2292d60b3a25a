// What stats says about two series: A is the candidate (the first file), B the baseline. Differences are A - B, ratios
// A / B. Definitions and sources stand at the functions in stats. What cannot be computed is empty.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "moebench/core/summary.hpp"
#include "moebench/core/warning.hpp"

namespace moebench::core {

/// Count, mean and standard deviation: all that a test on means needs. n >= 1; sd empty at n = 1 or when a file omits
/// it.
struct Moments {
  std::uint64_t n;
  double mean;
  std::optional<double> sd;
};

struct Welch {
  double t;
  double df;  // Satterthwaite's
  double se;
  double p_value;  // two-sided; underflows to 0 where log10_p does not
  double log10_p;  // always finite
};

struct Difference {
  double estimate;
  std::optional<Interval> interval;
};

struct Fieller {
  std::optional<double> lower, upper;  // empty when unbounded
  double df;                           // at least 1
  bool bounded;
};

struct Ratio {
  double estimate;
  std::optional<Fieller> fieller;
  std::optional<Interval> delta;      // delta method on the ratio
  std::optional<Interval> delta_log;  // delta method on its logarithm
};

/// Standardised mean differences; each interval inverts the noncentral t distribution.
struct EffectSizes {
  Estimate cohens_d_pooled;
  Estimate cohens_d_av;
  Estimate hedges_g;
  std::optional<Estimate> glass_delta;  // empty when the baseline does not vary
  double hedges_j;
};

/// The comparison with the run as the unit of replication: Welch and Fieller on the runs' means. Both sides have two
/// runs or more.
struct ComparedRuns {
  std::size_t runs_candidate;
  std::size_t runs_baseline;
  Difference difference;
  std::optional<Welch> welch;
  std::optional<Ratio> ratio;
};

/// What stands in a table about one side. Times in microseconds.
struct ComparedSide {
  std::string name;
  std::string framework;
  std::uint64_t iterations;  // operations timed
  std::optional<std::uint64_t> warmup;
  std::size_t runs;  // processes; 0 where the file does not tell
  Moments moments;
  std::optional<double> p50;
  std::optional<double> throughput_per_sec;  // empty where the mean is not above 0
};

struct Comparison {
  std::string name;
  double level;
  ComparedSide candidate;
  ComparedSide baseline;
  Difference difference;
  std::optional<Welch> welch;
  std::optional<double> holm, bh;  // adjusted p values over the family of this comparison's file pair
  std::optional<EffectSizes> effect_sizes;
  std::optional<Ratio> ratio;
  std::optional<ComparedRuns> between_runs;
  std::vector<Warning> warnings;
};

/// Everything that comparing two files gives.
struct ComparisonSet {
  std::vector<Comparison> comparisons;
  std::vector<std::string> unmatched_candidate;
  std::vector<std::string> unmatched_baseline;
  std::vector<Warning> warnings;
};

}  // namespace moebench::core
