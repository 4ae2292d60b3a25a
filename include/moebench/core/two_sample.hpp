// Tests of two samples beyond that of the means: by ranks, and for equivalence. Every field states its range; what
// cannot be computed is empty. Made by stats, held by Comparison (comparison.hpp), which says which side is A.
#pragma once

#include <cstdint>
#include <optional>

#include "moebench/core/summary.hpp"

namespace moebench::core {

enum class NullDistribution : std::uint8_t { exact, asymptotic };

struct MannWhitney {
  double u;  // #(a > b) + #(a = b) / 2, in 0 .. nA nB
  NullDistribution method;
  std::optional<double> z;        // with continuity correction, above 0 where A tends to be larger; asymptotic alone
  std::optional<double> p_value;  // two-sided; empty where all samples are equal or the exact test cannot be made
  std::optional<double> log10_p;  // always finite
  double least_p;                 // that any data of these sizes could give without ties: 2 / C(nA + nB, nA)
};

struct BrunnerMunzel {
  double statistic;  // above 0 where B tends to be larger
  double df;
  double p_value;  // two-sided
  double log10_p;  // always finite
  double p_hat;    // P(A < B) + P(A = B) / 2
};

struct KolmogorovSmirnov {
  double d;  // the largest distance of the two empirical distributions, in [0, 1]
  double p_value;
  double log10_p;  // always finite
  NullDistribution method;
};

/// Two one-sided tests of the difference of the means against [low, high].
struct Tost {
  double low, high;
  double t_lower, t_upper;
  double p_lower, p_upper;
  double p_value;     // the larger of the two
  Interval interval;  // of the difference, at 1 - 2 alpha
  bool equivalent;    // p_value < alpha
};

/// The same of the ratio of the means, whose bounds are above 0.
struct TostRatio {
  double low, high;
  double t_lower, t_upper;
  double df_lower, df_upper;
  double p_lower, p_upper;
  double p_value;
  bool equivalent;
};

/// Welch's test of the logarithms, as a ratio of geometric means. Empty members where neither side varies.
struct LogT {
  double gmr;
  std::optional<Interval> interval;
  std::optional<double> df;
  std::optional<double> p_value;
};

/// P(A > B) + P(A = B) / 2 in the samples, and its distance from 1/2 on a scale of -1 .. 1.
struct Dominance {
  double cles;
  double cliffs_delta;
};

}  // namespace moebench::core
