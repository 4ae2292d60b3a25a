// Tests of two samples beyond that of the means: by ranks, and for equivalence. Every field states its range; what
// cannot be computed is empty. Made by stats, held by Comparison (comparison.hpp), which says which side is A.
#pragma once

#include <cstdint>
#include <optional>

#include "moebench/core/summary.hpp"

namespace moebench::core {

/// What a p value was computed from.
enum class NullDistribution : std::uint8_t { exact, asymptotic };

/// The Mann-Whitney test: does one side tend to be larger?
struct MannWhitney {
  double u;                       // #(a > b) + #(a = b) / 2, in 0 .. nA nB
  NullDistribution method;        // which was used
  std::optional<double> z;        // with continuity correction, above 0 where A tends to be larger; asymptotic alone
  std::optional<double> p_value;  // two-sided; empty where all samples are equal or the exact test cannot be made
  std::optional<double> log10_p;  // always finite
  double least_p;                 // that any data of these sizes could give without ties: 2 / C(nA + nB, nA)
};

/// The Brunner-Munzel test: the same, also where the two sides vary differently.
struct BrunnerMunzel {
  double statistic;  // above 0 where B tends to be larger
  double df;         // Satterthwaite's
  double p_value;    // two-sided
  double log10_p;    // always finite
  double p_hat;      // P(A < B) + P(A = B) / 2
};

/// The two-sample Kolmogorov-Smirnov test: do the distributions differ at all?
struct KolmogorovSmirnov {
  double d;                 // the largest distance of the two empirical distributions, in [0, 1]
  double p_value;           // two-sided
  double log10_p;           // always finite
  NullDistribution method;  // which was used
};

/// Two one-sided tests of the difference of the means against [low, high].
struct Tost {
  double low;         // bound
  double high;        // bound
  double t_lower;     // of the test against low
  double t_upper;     // of the test against high
  double p_lower;     // of the test against low
  double p_upper;     // of the test against high
  double p_value;     // the larger of the two
  Interval interval;  // of the difference, at 1 - 2 alpha
  bool equivalent;    // p_value < alpha
};

/// The same of the ratio of the means, whose bounds are above 0.
struct TostRatio {
  double low;       // bound
  double high;      // bound
  double t_lower;   // of the test against low
  double t_upper;   // of the test against high
  double df_lower;  // of the test against low
  double df_upper;  // of the test against high
  double p_lower;   // of the test against low
  double p_upper;   // of the test against high
  double p_value;   // the larger of the two
  bool equivalent;  // p_value < alpha
};

/// Welch's test of the logarithms, as a ratio of geometric means. Empty members where neither side varies.
struct LogT {
  double gmr;                        // candidate's geometric mean / baseline's
  std::optional<Interval> interval;  // of gmr
  std::optional<double> df;          // Satterthwaite's
  std::optional<double> p_value;     // two-sided
};

/// P(A > B) + P(A = B) / 2 in the samples, and its distance from 1/2 on a scale of -1 .. 1.
struct Dominance {
  double cles;          // in 0 .. 1
  double cliffs_delta;  // 2 cles - 1
};

}  // namespace moebench::core
