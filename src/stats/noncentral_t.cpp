#include "moebench/stats/noncentral_t.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>

#include <boost/math/quadrature/gauss.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/tools/toms748_solve.hpp>

#include "boost_policy.hpp"
#include "moebench/stats/distributions.hpp"

namespace moebench::stats {
namespace {

/// Beyond so many standard deviations a normal tail is below 1e-20.
constexpr double k_reach = 9.5;

/// The point of S = sqrt(chi-squared(df) / df) at z standard deviations (Wilson and Hilferty, 1931); at least 0.
double chi_point(double df, double z) {
  const double spread = 2 / (9 * df);
  return std::pow(std::max(0.0, 1 - spread + z * std::sqrt(spread)), 1.5);
}

/// The density of S at s over its density at 1, s > 0.
double relative_chi_density(double s, double df) {
  const double e = s - 1;  // exact near 1, where a large df would magnify the rounding of s * s - 1
  return std::exp((df - 1) * std::log1p(e) - df / 2 * e * (e + 2));
}

/// By Gauss and Legendre's rule on equal panels, each a few standard deviations of the integrand's factors wide.
template <class Function>
double integral(const Function& f, double from, double to) {
  constexpr int panels = 8;
  double sum = 0;
  for (int i = 0; i < panels; ++i) {
    const double left = std::lerp(from, to, static_cast<double>(i) / panels);
    const double right = std::lerp(from, to, static_cast<double>(i + 1) / panels);
    sum += boost::math::quadrature::gauss<double, 20, QuietPolicy>::integrate(f, left, right);
  }
  return sum;
}

double below_for_positive_t(double t, double df, double ncp) {
  const double nearest = chi_point(df, -k_reach);
  const double farthest = chi_point(df, k_reach);
  const double from = std::clamp((ncp - k_reach) / t, nearest, farthest);
  const double to = std::clamp((ncp + k_reach) / t, from, farthest);
  const double certain = boost::math::gamma_q(df / 2, df / 2 * to * to, QuietPolicy{});
  if (!(to > from)) {
    return certain;
  }
  const double density_at_1 = df * boost::math::gamma_p_derivative(df / 2, df / 2, QuietPolicy{});
  // With s = w^3 the integrand is smooth at 0 also for fractional df.
  const auto integrand = [=](double w) {
    const double s = w * w * w;
    return normal_below(t * s - ncp) * relative_chi_density(s, df) * 3 * w * w;
  };
  return certain + density_at_1 * integral(integrand, std::cbrt(from), std::cbrt(to));
}

/// The noncentrality at which P(T <= t) is `probability`; it falls as the noncentrality grows. t >= 0.
double noncentrality_at(double t, double df, double probability) {
  const auto excess = [=](double ncp) { return noncentral_t_below(t, df, ncp) - probability; };
  double step = 3 * std::hypot(1.0, t / std::sqrt(2 * df));
  double low = t - step;
  double high = t + step;
  for (; excess(low) < 0; step *= 2) {
    low -= step;
  }
  for (; excess(high) > 0; step *= 2) {
    high += step;
  }
  std::uintmax_t most_steps = 200;
  const boost::math::tools::eps_tolerance<double> close{46};
  const auto [left, right] = boost::math::tools::toms748_solve(excess, low, high, close, most_steps, QuietPolicy{});
  return std::midpoint(left, right);
}

}  // namespace

double noncentral_t_below(double t, double df, double ncp) {
  if (t == 0) {
    return normal_below(-ncp);
  }
  return t > 0 ? below_for_positive_t(t, df, ncp) : 1 - below_for_positive_t(-t, df, -ncp);
}

core::Interval noncentrality_interval(double t, double df, double level) {
  if (t < 0) {
    const core::Interval mirrored = noncentrality_interval(-t, df, level);
    return {.lower = -mirrored.upper, .upper = -mirrored.lower};
  }
  const double tail = (1 - level) / 2;
  return {.lower = noncentrality_at(t, df, 1 - tail), .upper = noncentrality_at(t, df, tail)};
}

}  // namespace moebench::stats
