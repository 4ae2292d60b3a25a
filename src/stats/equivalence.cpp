#include "moebench/stats/equivalence.hpp"

#include <algorithm>
#include <cmath>

#include "moebench/stats/distributions.hpp"
#include "moebench/stats/moments.hpp"
#include "moebench/stats/welch.hpp"

namespace moebench::stats {
namespace {

struct TestAt {
  double t;
  double df;
};

/// candidate - r baseline over its standard error.
TestAt test_at(const core::Moments& candidate, const core::Moments& baseline, double r) {
  const double se_a = *standard_error(candidate);
  const double se_b = r * *standard_error(baseline);
  const double distance = (candidate.mean - r * baseline.mean) + (candidate.mean_residual - r * baseline.mean_residual);
  return {.t = distance / std::hypot(se_a, se_b),
          .df = satterthwaite_df(se_a, static_cast<double>(candidate.n), se_b, static_cast<double>(baseline.n))};
}

core::Moments negative(core::Moments moments) {
  moments.mean = -moments.mean;
  moments.mean_residual = -moments.mean_residual;
  return moments;
}

}  // namespace

std::optional<core::Tost> tost(const core::Moments& candidate, const core::Moments& baseline, Bounds bounds,
                               double alpha) {
  const auto test = welch(candidate, baseline);
  if (!test) {
    return std::nullopt;
  }
  const double estimate = difference_of_means(candidate, baseline);
  const double t_lower = (estimate - bounds.low) / test->se;
  const double t_upper = (estimate - bounds.high) / test->se;
  if (!std::isfinite(t_lower) || !std::isfinite(t_upper)) {
    return std::nullopt;
  }
  const double p_lower = student_t_above(t_lower, test->df);
  const double p_upper = student_t_above(-t_upper, test->df);
  const double p = std::max(p_lower, p_upper);
  const double half_width = student_t_two_sided_quantile(1 - 2 * alpha, test->df) * test->se;
  return core::Tost{.low = bounds.low,
                    .high = bounds.high,
                    .t_lower = t_lower,
                    .t_upper = t_upper,
                    .p_lower = p_lower,
                    .p_upper = p_upper,
                    .p_value = p,
                    .interval = {.lower = estimate - half_width, .upper = estimate + half_width},
                    .equivalent = p < alpha};
}

std::optional<core::TostRatio> tost_of_ratio(const core::Moments& candidate, const core::Moments& baseline,
                                             Bounds bounds, double alpha) {
  if (!welch(candidate, baseline) || baseline.mean == 0) {
    return std::nullopt;
  }
  if (baseline.mean < 0) {
    return tost_of_ratio(negative(candidate), negative(baseline), bounds, alpha);
  }
  const TestAt lower = test_at(candidate, baseline, bounds.low);
  const TestAt upper = test_at(candidate, baseline, bounds.high);
  if (!std::isfinite(lower.t) || !std::isfinite(upper.t)) {
    return std::nullopt;
  }
  const double p_lower = student_t_above(lower.t, lower.df);
  const double p_upper = student_t_above(-upper.t, upper.df);
  const double p = std::max(p_lower, p_upper);
  return core::TostRatio{.low = bounds.low,
                         .high = bounds.high,
                         .t_lower = lower.t,
                         .t_upper = upper.t,
                         .df_lower = lower.df,
                         .df_upper = upper.df,
                         .p_lower = p_lower,
                         .p_upper = p_upper,
                         .p_value = p,
                         .equivalent = p < alpha};
}

}  // namespace moebench::stats
