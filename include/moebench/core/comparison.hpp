// What stats says about two series: A is the candidate (the first file), B the baseline. Differences are A - B, ratios
// A / B. Definitions and sources stand at the functions in stats. What cannot be computed is empty.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "moebench/core/series.hpp"
#include "moebench/core/summary.hpp"
#include "moebench/core/warning.hpp"

namespace moebench::core {

/// Count, mean and standard deviation: all that a test on means needs. n >= 1; sd empty at n = 1 or when a file omits
/// it.
struct Moments {
  std::uint64_t n;
  double mean;
  std::optional<double> sd;
  double mean_residual = 0;  // what rounding took from the mean, which is mean + mean_residual; 0 where not known
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

/// Standardised mean differences; each interval inverts the noncentral t distribution. Empty where neither side varies.
struct EffectSizes {
  std::optional<Estimate> cohens_d_pooled;
  std::optional<Estimate> cohens_d_av;
  std::optional<Estimate> hedges_g;
  std::optional<Estimate> glass_delta;  // empty also when the baseline alone does not vary
  std::optional<double> hedges_j;
};

/// The comparison with the run as the unit of replication: Welch and Fieller on the runs' means. Both sides have two
/// runs or more.
struct ComparedRuns {
  Moments candidate;  // of the runs' means: n is the number of runs
  Moments baseline;
  Difference difference;
  std::optional<Welch> welch;
  std::optional<Ratio> ratio;
  std::optional<Ratio> speedup;  // as Comparison's
};

/// What stands in a table about one side, in its own unit.
struct ComparedSide {
  std::string name;
  std::string framework;
  std::uint64_t iterations;  // operations timed
  std::optional<std::uint64_t> warmup;
  std::size_t runs;                          // processes; 0 where the file does not tell
  Moments moments;                           // of all samples pooled: n is the number of samples
  std::optional<double> p50;                 // of all samples; where runs are compared, the mean of the runs' medians
  std::optional<double> throughput_per_sec;  // of times above 0: operations over the time that they took
  std::string unit = "us";
  Better better = Better::lower;
};

struct Comparison {
  std::string name;
  double level;
  ComparedSide candidate;
  ComparedSide baseline;
  Difference difference;
  std::optional<Welch> welch;
  std::optional<double> holm, bh;  // p of main_welch(), adjusted over the family of this comparison's file pair
  EffectSizes effect_sizes;
  std::optional<Ratio> ratio;
  // How many times better the candidate is, above 1 where it is: baseline / candidate where lower is better, otherwise
  // candidate / baseline. Empty where the sides differ in unit or direction.
  std::optional<Ratio> speedup;  // of the means
  std::optional<double> speedup_p50;
  std::optional<double> speedup_throughput;
  std::optional<ComparedRuns> between_runs;
  std::vector<Warning> warnings;

  // What a headline rests on: the runs' means where runs are compared, otherwise all samples pooled.
  const std::optional<Welch>& main_welch() const { return between_runs ? between_runs->welch : welch; }
  const std::optional<Ratio>& main_ratio() const { return between_runs ? between_runs->ratio : ratio; }
  const std::optional<Ratio>& main_speedup() const { return between_runs ? between_runs->speedup : speedup; }
  const Moments& main_candidate() const { return between_runs ? between_runs->candidate : candidate.moments; }
  const Moments& main_baseline() const { return between_runs ? between_runs->baseline : baseline.moments; }
};

/// Everything that comparing two files gives.
struct ComparisonSet {
  std::vector<Comparison> comparisons;
  std::vector<std::string> unmatched_candidate;
  std::vector<std::string> unmatched_baseline;
  std::vector<Warning> warnings;
};

}  // namespace moebench::core
