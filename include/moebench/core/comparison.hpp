// What stats says about two series: A is the candidate (the first file), B the baseline. Differences are A - B, ratios
// A / B. Definitions and sources stand at the functions in stats. What cannot be computed is empty.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "moebench/core/series.hpp"
#include "moebench/core/summary.hpp"
#include "moebench/core/two_sample.hpp"
#include "moebench/core/verdict.hpp"
#include "moebench/core/warning.hpp"

namespace moebench::core {

/// Count, mean and standard deviation: all that a test on means needs. n >= 1; sd empty at n = 1 or when a file omits
/// it.
struct Moments {
  std::uint64_t n;           // of values
  double mean;               // of all of them
  std::optional<double> sd;  // with the divisor n - 1
  double mean_residual = 0;  // what rounding took from the mean, which is mean + mean_residual; 0 where not known
};

/// Welch's t-test of a difference of two means.
struct Welch {
  double t;        // the difference over its standard error
  double df;       // Satterthwaite's
  double se;       // of the difference
  double p_value;  // two-sided; underflows to 0 where log10_p does not
  double log10_p;  // always finite
};

/// Candidate - baseline.
struct Difference {
  double estimate;                   // of the difference
  std::optional<Interval> interval;  // at the comparison's level
};

/// Fieller's interval of a ratio of two means.
struct Fieller {
  std::optional<double> lower;  // empty when unbounded
  std::optional<double> upper;  // empty when unbounded
  double df;                    // at least 1
  bool bounded;                 // whether it has two limits
};

/// A ratio of two means, with its interval in three ways.
struct Ratio {
  double estimate;                    // of the ratio
  std::optional<Fieller> fieller;     // empty where it cannot be made
  std::optional<Interval> delta;      // delta method on the ratio
  std::optional<Interval> delta_log;  // delta method on its logarithm
};

/// Standardised mean differences; each interval inverts the noncentral t distribution. Empty where neither side varies.
struct EffectSizes {
  std::optional<Estimate> cohens_d_pooled;  // by the pooled standard deviation
  std::optional<Estimate> cohens_d_av;      // by the root of the mean of the two variances
  std::optional<Estimate> hedges_g;         // cohens_d_pooled times hedges_j
  std::optional<Estimate> glass_delta;      // empty also when the baseline alone does not vary
  std::optional<double> hedges_j;           // the correction for small samples, in (0, 1)
};

/// The comparison with the run as the unit of replication: Welch and Fieller on the runs' means. Both sides have two
/// runs or more.
struct ComparedRuns {
  Moments candidate;                         // of the runs' means: n is the number of runs
  Moments baseline;                          // the same
  Difference difference;                     // of the means
  std::optional<Welch> welch;                // empty where neither side varies
  std::optional<Ratio> ratio;                // of the means
  std::optional<Ratio> speedup;              // as Comparison's
  std::optional<Tost> tost = {};             // as Comparison's
  std::optional<TostRatio> tost_ratio = {};  // as Comparison's
};

/// A quantile of the two sides. Both values are quantiles of type 7.
struct QuantileContrast {
  double candidate;               // the quantile of this side
  double baseline;                // the quantile of this side
  Difference difference;          // of the two
  std::optional<Estimate> ratio;  // empty where the baseline's is 0 or, without runs, a sample is not above 0
};

/// What two series say about one quantile.
struct ComparedQuantile {
  double p;                                 // in (0, 1)
  std::optional<QuantileContrast> of_runs;  // means of the runs' own quantiles; both sides have two runs or more
  QuantileContrast pooled;                  // of all samples, taken as independent
  /// How many samples the side with fewer would need for the pooled intervals; empty where they are there.
  std::optional<std::uint64_t> samples_needed;
};

/// Means whose standard errors count dependent samples as the independent ones that they are worth.
struct DependenceCorrected {
  std::uint64_t worth_candidate;             // independent samples
  std::uint64_t worth_baseline;              // independent samples
  Difference difference;                     // of the means
  std::optional<Welch> welch;                // as Comparison's
  std::optional<Ratio> ratio;                // as Comparison's
  std::optional<Ratio> speedup;              // as Comparison's
  std::optional<TostRatio> tost_ratio = {};  // as Comparison's
};

/// What stands in a table about one side, in its own unit.
struct ComparedSide {
  std::string name;                          // the result's
  std::string framework;                     // who ran it, where the file says so
  std::uint64_t iterations;                  // operations timed
  std::optional<std::uint64_t> warmup;       // operations before the first that counts, where the file tells
  std::size_t runs;                          // processes; 0 where the file does not tell
  Moments moments;                           // of all samples pooled: n is the number of samples
  std::optional<double> p50;                 // of all samples; where runs are compared, the mean of the runs' medians
  std::optional<double> throughput_per_sec;  // of times above 0: operations over the time that they took
  std::string unit = "us";                   // of a sample
  Better better = Better::lower;             // which samples are better
};

/// A candidate held against a baseline: what stats::compare() says.
struct Comparison {
  std::string name;            // of the candidate
  double level;                // confidence of every interval here, in (0, 1)
  ComparedSide candidate;      // A
  ComparedSide baseline;       // B
  Difference difference;       // of the means of all samples
  std::optional<Welch> welch;  // of all samples; empty where a side has one or neither varies
  std::optional<double> holm;  // p of main_welch(), adjusted over the family of this comparison's file pair
  std::optional<double> bh;    // the same by Benjamini and Hochberg
  EffectSizes effect_sizes;    // of all samples
  std::optional<Ratio> ratio;  // of the means
  /// How many times better the candidate is, above 1 where it is: baseline / candidate where lower is better, otherwise
  /// candidate / baseline. Empty where the sides differ in unit or direction.
  std::optional<Ratio> speedup;              // of the means
  std::optional<double> speedup_p50;         // of the medians
  std::optional<double> speedup_throughput;  // of the throughputs
  std::optional<ComparedRuns> between_runs;  // where both sides have two runs or more
  std::vector<Warning> warnings;             // about this pair
  /// By ranks, of all samples pooled; empty without raw samples on both sides.
  std::optional<Dominance> dominance = {};
  std::optional<MannWhitney> mann_whitney = {};              // as dominance
  std::optional<BrunnerMunzel> brunner_munzel = {};          // empty also where a side has one sample, or none overlap
  std::optional<KolmogorovSmirnov> kolmogorov_smirnov = {};  // as dominance
  std::optional<LogT> log_t = {};                            // empty also where a sample is not above 0
  std::optional<Interval> ratio_bootstrap = {};              // empty also where not asked for
  std::optional<Tost> tost = {};                             // empty where not asked for or where welch is
  std::optional<TostRatio> tost_ratio = {};                  // against the margin; empty where welch is or a mean is 0
  std::vector<ComparedQuantile> quantiles = {};              // p50, p95, p99; none without raw samples on both sides
  /// Where a side's samples depend on the one before and runs are not compared.
  std::optional<DependenceCorrected> dependence_corrected = {};
  double alpha = 0.05;   // of the tests for equivalence
  Verdict verdict = {};  // what it all comes to

  /// What a headline rests on: the runs' means where runs are compared, otherwise all samples pooled.
  const std::optional<Welch>& main_welch() const { return between_runs ? between_runs->welch : welch; }
  /// As main_welch().
  const std::optional<Ratio>& main_ratio() const { return between_runs ? between_runs->ratio : ratio; }
  /// As main_welch().
  const std::optional<Ratio>& main_speedup() const { return between_runs ? between_runs->speedup : speedup; }
  /// What the verdict rests on: main_ratio(), and where that is of dependent samples, these counted as what they are
  /// worth.
  const std::optional<Ratio>& deciding_ratio() const {
    return corrects_dependence() ? dependence_corrected->ratio : main_ratio();
  }
  /// As deciding_ratio().
  const std::optional<Ratio>& deciding_speedup() const {
    return corrects_dependence() ? dependence_corrected->speedup : main_speedup();
  }
  /// As deciding_ratio().
  const std::optional<TostRatio>& deciding_equivalence() const {
    return between_runs            ? between_runs->tost_ratio
           : corrects_dependence() ? dependence_corrected->tost_ratio
                                   : tost_ratio;
  }
  /// Whether the verdict rests on dependent samples counted as what they are worth.
  bool corrects_dependence() const { return !between_runs && dependence_corrected; }
  /// As main_welch().
  const Moments& main_candidate() const { return between_runs ? between_runs->candidate : candidate.moments; }
  /// As main_welch().
  const Moments& main_baseline() const { return between_runs ? between_runs->baseline : baseline.moments; }
};

/// Cohen's (1988) word for the magnitude of `d`: "negligible" below 0.2, "small" below 0.5, "medium" below 0.8,
/// "large".
std::string_view magnitude(double d);

/// Everything that comparing two files gives.
struct ComparisonSet {
  std::vector<Comparison> comparisons;           // of each pair of results
  std::vector<std::string> unmatched_candidate;  // names without a partner
  std::vector<std::string> unmatched_baseline;   // names without a partner
  std::vector<Warning> warnings;                 // about the files
};

}  // namespace moebench::core
