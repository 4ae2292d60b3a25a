// The probability distributions that the other files here need, as plain functions of doubles. Owns every call into
// Boost.Math, whose policies are set so that it reports through NaN and never throws. Not an interface for users of the
// statistics. Included by the other sources of stats.
#pragma once

#include <cstdint>

#include "moebench/core/summary.hpp"

namespace moebench::stats {

/// The t with P(|T| > t) = 1 - level for Student's t. df > 0, level in (0, 1).
double student_t_two_sided_quantile(double level, double df);

/// The t with P(T > t) = tail. df > 0, tail in (0, 1).
double student_t_upper_quantile(double tail, double df);

struct TailProbability {
  double p;        // in [0, 1]; underflows to 0
  double log10_p;  // at most 0; finite also where p is 0
};

/// P(|T| > |t|) for Student's t. t finite, df > 0. Where p nears the end of doubles the logarithm comes from the
/// continued fraction of the incomplete beta function (Abramowitz and Stegun 26.5.8) with its prefactor as logarithms.
TailProbability student_t_two_sided(double t, double df);

/// P(T > t) for Student's t. t finite, df > 0. Underflows to 0.
double student_t_above(double t, double df);

/// P(|Z| > |z|) for the standard normal. z finite. The logarithm of a far tail comes from the continued fraction of the
/// complementary error function (Abramowitz and Stegun 26.2.14).
TailProbability normal_two_sided(double z);

/// P(X <= k) and P(X > k) for X binomial with n trials and probability p in (0, 1). Any k.
double binomial_below(std::int64_t k, std::uint64_t n, double p);
double binomial_above(std::int64_t k, std::uint64_t n, double p);

/// P(X = k), 0 <= k <= n.
double binomial_at(std::int64_t k, std::uint64_t n, double p);

/// P(Z <= z) for Z standard normal, and the z with P(Z <= z) = p; infinite at p = 0 and p = 1.
double normal_below(double z);
double normal_quantile(double p);

/// log P(Z <= z), finite also where the probability underflows.
double log_normal_below(double z);

/// P(X > x) for X chi-squared. x >= 0, df > 0; underflows to 0.
double chi_squared_above(double x, double df);

/// P(X > f) for Fisher's F. f >= 0, df > 0; underflows to 0.
double fisher_f_above(double f, double df_between, double df_within);

/// Clopper and Pearson's exact interval of a probability (Biometrika 26, 1934). successes <= trials, trials >= 1.
core::Interval clopper_pearson(std::uint64_t successes, std::uint64_t trials, double level);

}  // namespace moebench::stats
