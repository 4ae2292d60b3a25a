#include "moebench/stats/distributions.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include "boost_policy.hpp"

namespace moebench::stats {
namespace {

using StudentT = boost::math::students_t_distribution<double, QuietPolicy>;

/// log(1 + r^2) without overflow.
double log1p_square(double r) {
  return r < 1e8 ? std::log1p(r * r) : 2 * std::log(r);
}

/// The continued fraction of I_x(a, b) without its prefactor, by Lentz's method. Converges in the order of
/// sqrt(max(a, b)) steps for x < (a + 1) / (a + b + 2).
double beta_fraction(double a, double b, double x) {
  constexpr int most_steps = 100000;
  constexpr double tiny = 1e-300;
  const auto away_from_zero = [](double v) { return std::abs(v) < tiny ? tiny : v; };
  double c = 1;
  double d = 1 / away_from_zero(1 - (a + b) * x / (a + 1));
  double fraction = d;
  for (int m = 1; m <= most_steps; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away_from_zero(1 + even * d);
    c = away_from_zero(1 + even / c);
    fraction *= d * c;
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away_from_zero(1 + odd * d);
    c = away_from_zero(1 + odd / c);
    fraction *= d * c;
    if (std::abs(d * c - 1) < 1e-15) {
      break;
    }
  }
  return fraction;
}

/// log P(|T| > t) for large t: with x = df / (df + t^2) it is log I_x(df / 2, 1 / 2).
double log_far_tail(double t, double df) {
  const double a = df / 2;
  const double r = t / std::sqrt(df);
  const double log_x = -log1p_square(r);
  const double log_y = -log1p_square(1 / r);
  const double gamma_ratio = boost::math::tgamma_delta_ratio(a, 0.5, QuietPolicy{});
  const double log_beta = 0.5 * std::log(std::numbers::pi) + std::log(gamma_ratio);
  return a * log_x + 0.5 * log_y - std::log(a) - log_beta + std::log(beta_fraction(a, 0.5, std::exp(log_x)));
}

/// log P(|Z| > z) for z of 10 or more: the density over z + 1 / (z + 2 / (z + 3 / ...)), twice.
double log_far_normal_tail(double z) {
  constexpr int depth = 60;
  double denominator = z;
  for (int k = depth; k > 0; --k) {
    denominator = z + k / denominator;
  }
  return -z * z / 2 - 0.5 * std::log(std::numbers::pi / 2) - std::log(denominator);
}

}  // namespace

double student_t_two_sided_quantile(double level, double df) {
  return student_t_upper_quantile((1 - level) / 2, df);
}

double student_t_upper_quantile(double tail, double df) {
  return boost::math::quantile(boost::math::complement(StudentT{df}, tail));
}

TailProbability student_t_two_sided(double t, double df) {
  constexpr double near_underflow = 1e-280;
  const double distance = std::abs(t);
  const double p = std::min(1.0, 2 * boost::math::cdf(boost::math::complement(StudentT{df}, distance)));
  const double log10_p = p > near_underflow ? std::log10(p) : log_far_tail(distance, df) / std::numbers::ln10;
  return {.p = p, .log10_p = log10_p};
}

double student_t_above(double t, double df) {
  return boost::math::cdf(boost::math::complement(StudentT{df}, t));
}

TailProbability normal_two_sided(double z) {
  constexpr double near_underflow = 35;
  const double distance = std::abs(z);
  const double p = std::erfc(distance / std::numbers::sqrt2);
  return {.p = p,
          .log10_p = distance < near_underflow ? std::log10(p) : log_far_normal_tail(distance) / std::numbers::ln10};
}

double binomial_below(std::int64_t k, std::uint64_t n, double p) {
  if (k < 0 || k >= static_cast<std::int64_t>(n)) {
    return k < 0 ? 0 : 1;
  }
  const auto successes = static_cast<double>(k);
  return boost::math::ibetac(successes + 1, static_cast<double>(n) - successes, p, QuietPolicy{});
}

double binomial_above(std::int64_t k, std::uint64_t n, double p) {
  if (k < 0 || k >= static_cast<std::int64_t>(n)) {
    return k < 0 ? 1 : 0;
  }
  const auto successes = static_cast<double>(k);
  return boost::math::ibeta(successes + 1, static_cast<double>(n) - successes, p, QuietPolicy{});
}

double binomial_at(std::int64_t k, std::uint64_t n, double p) {
  const auto successes = static_cast<double>(k);
  const auto trials = static_cast<double>(n);
  // Boost's own density is this too: x^a (1 - x)^b / B(a, b) keeps its digits for any n.
  return boost::math::ibeta_derivative(successes + 1, trials - successes + 1, p, QuietPolicy{}) / (trials + 1);
}

double normal_below(double z) {
  return std::erfc(-z / std::numbers::sqrt2) / 2;
}

double normal_quantile(double p) {
  if (p <= 0 || p >= 1) {
    return p <= 0 ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
  }
  return -std::numbers::sqrt2 * boost::math::erfc_inv(2 * p, QuietPolicy{});
}

double log_normal_below(double z) {
  constexpr double near_underflow = -30;
  if (z > near_underflow) {
    return z > 0 ? std::log1p(-normal_below(-z)) : std::log(normal_below(z));
  }
  // Abramowitz and Stegun 26.2.12; the next term is below 1e-9 of the sum's first here.
  const double r = 1 / (z * z);
  return -z * z / 2 - std::log(-z) - 0.5 * std::log(2 * std::numbers::pi) +
         std::log1p(-r * (1 - 3 * r * (1 - 5 * r * (1 - 7 * r))));
}

double chi_squared_above(double x, double df) {
  return boost::math::gamma_q(df / 2, x / 2, QuietPolicy{});
}

double fisher_f_above(double f, double df_between, double df_within) {
  // x = df_within / (df_within + df_between f), without overflow for a huge f.
  const double ratio = df_between * f / df_within;
  return boost::math::ibeta(df_within / 2, df_between / 2, 1 / (1 + ratio), QuietPolicy{});
}

core::Interval clopper_pearson(std::uint64_t successes, std::uint64_t trials, double level) {
  const double tail = (1 - level) / 2;
  const auto k = static_cast<double>(successes);
  const auto n = static_cast<double>(trials);
  return {.lower = successes == 0 ? 0 : boost::math::ibeta_inv(k, n - k + 1, tail, QuietPolicy{}),
          .upper = successes == trials ? 1 : boost::math::ibetac_inv(k + 1, n - k, tail, QuietPolicy{})};
}

}  // namespace moebench::stats
