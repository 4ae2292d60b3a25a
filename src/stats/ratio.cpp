#include "moebench/stats/ratio.hpp"

#include <algorithm>
#include <cmath>

#include "moebench/stats/distributions.hpp"
#include "moebench/stats/welch.hpp"

namespace moebench::stats {
namespace {

/// `u_a`, `u_b`: standard errors relative to the baseline's mean; `q`: Student's t point.
core::Fieller fieller(double ratio, double u_a, double u_b, double q, double df) {
  core::Fieller result{.lower = {}, .upper = {}, .df = df, .bounded = false};
  const double g = q * u_b * q * u_b;
  if (g < 1) {
    const double half_width = q * std::hypot(u_a * std::sqrt(1 - g), ratio * u_b);
    result.bounded = true;
    result.lower = (ratio - half_width) / (1 - g);
    result.upper = (ratio + half_width) / (1 - g);
  }
  return result;
}

}  // namespace

std::optional<double> quotient(double dividend, double divisor) {
  const double result = dividend / divisor;
  const bool is_held = std::isnormal(result) || (result == 0 && dividend == 0);
  return is_held ? std::optional{result} : std::nullopt;
}

std::optional<core::Ratio> ratio_of_means(const core::Moments& candidate, const core::Moments& baseline, double level) {
  const auto of_means = quotient(candidate.mean, baseline.mean);
  if (!of_means) {
    return std::nullopt;
  }
  const double ratio = *of_means;
  core::Ratio result{.estimate = ratio, .fieller = {}, .delta = {}, .delta_log = {}};
  const auto se_a = standard_error(candidate);
  const auto se_b = standard_error(baseline);
  if (!se_a || !se_b) {
    return result;
  }
  const double u_a = std::abs(*se_a / baseline.mean);
  const double u_b = std::abs(*se_b / baseline.mean);
  const double se = std::hypot(u_a, ratio * u_b);
  if (!(se > 0) || !std::isfinite(se)) {
    return result;
  }
  const double df = std::max(1.0, satterthwaite_df(u_a, static_cast<double>(candidate.n), std::abs(ratio) * u_b,
                                                   static_cast<double>(baseline.n)));
  const double q = student_t_two_sided_quantile(level, df);
  result.fieller = fieller(ratio, u_a, u_b, q, df);
  result.delta = core::Interval{.lower = ratio - q * se, .upper = ratio + q * se};
  if (ratio > 0) {
    const double factor = std::exp(q * se / ratio);
    if (std::isfinite(ratio * factor)) {
      result.delta_log = core::Interval{.lower = ratio / factor, .upper = ratio * factor};
    }
  }
  return result;
}

}  // namespace moebench::stats
