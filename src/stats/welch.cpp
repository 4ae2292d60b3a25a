#include "moebench/stats/welch.hpp"

#include <cmath>

#include "moebench/stats/distributions.hpp"
#include "moebench/stats/moments.hpp"

namespace moebench::stats {

std::optional<double> standard_error(const core::Moments& moments) {
  if (moments.n < 2 || !moments.sd) {
    return std::nullopt;
  }
  return *moments.sd / std::sqrt(static_cast<double>(moments.n));
}

double satterthwaite_df(double se_a, double n_a, double se_b, double n_b) {
  const double se = std::hypot(se_a, se_b);
  const double share_a = (se_a / se) * (se_a / se);
  const double share_b = (se_b / se) * (se_b / se);
  return 1 / (share_a * share_a / (n_a - 1) + share_b * share_b / (n_b - 1));
}

std::optional<core::Welch> welch(const core::Moments& candidate, const core::Moments& baseline) {
  const auto se_a = standard_error(candidate);
  const auto se_b = standard_error(baseline);
  if (!se_a || !se_b || (*se_a == 0 && *se_b == 0)) {
    return std::nullopt;
  }
  const double se = std::hypot(*se_a, *se_b);
  const double t = difference_of_means(candidate, baseline) / se;
  const double df = satterthwaite_df(*se_a, static_cast<double>(candidate.n), *se_b, static_cast<double>(baseline.n));
  if (!std::isfinite(t) || !std::isfinite(se) || !std::isfinite(df)) {
    return std::nullopt;
  }
  const TailProbability tail = student_t_two_sided(t, df);
  return core::Welch{.t = t, .df = df, .se = se, .p_value = tail.p, .log10_p = tail.log10_p};
}

core::Difference difference(const core::Moments& candidate, const core::Moments& baseline, double level) {
  core::Difference result{.estimate = difference_of_means(candidate, baseline), .interval = {}};
  if (const auto test = welch(candidate, baseline)) {
    const double half_width = student_t_two_sided_quantile(level, test->df) * test->se;
    result.interval = core::Interval{.lower = result.estimate - half_width, .upper = result.estimate + half_width};
  }
  return result;
}

}  // namespace moebench::stats
