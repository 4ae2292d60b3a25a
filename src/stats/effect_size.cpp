#include "moebench/stats/effect_size.hpp"

#include <algorithm>
#include <cmath>

#include <boost/math/special_functions/gamma.hpp>

#include "boost_policy.hpp"
#include "moebench/stats/noncentral_t.hpp"
#include "moebench/stats/welch.hpp"

namespace moebench::stats {
namespace {

/// The effect `d`, whose t statistic is d / scale, with the interval of the noncentrality times `scale`.
core::Estimate with_interval(double d, double scale, double df, double level) {
  const core::Interval ncp = noncentrality_interval(d / scale, df, level);
  return {.value = d, .interval = core::Interval{.lower = ncp.lower * scale, .upper = ncp.upper * scale}};
}

core::Estimate times(const core::Estimate& estimate, double factor) {
  return {.value = estimate.value * factor,
          .interval =
              core::Interval{.lower = estimate.interval->lower * factor, .upper = estimate.interval->upper * factor}};
}

}  // namespace

double hedges_correction(double df) {
  return 1 / (std::sqrt(df / 2) * boost::math::tgamma_delta_ratio((df - 1) / 2, 0.5, QuietPolicy{}));
}

std::optional<core::EffectSizes> effect_sizes(const core::Moments& candidate, const core::Moments& baseline,
                                              double level) {
  const auto test = welch(candidate, baseline);
  if (!test) {
    return std::nullopt;
  }
  const auto n_a = static_cast<double>(candidate.n);
  const auto n_b = static_cast<double>(baseline.n);
  // Variances relative to the larger sd: their squares neither overflow nor vanish.
  const double unit = std::max(*candidate.sd, *baseline.sd);
  const double v_a = (*candidate.sd / unit) * (*candidate.sd / unit);
  const double v_b = (*baseline.sd / unit) * (*baseline.sd / unit);
  const double delta = (candidate.mean - baseline.mean) / unit;
  const double df_pooled = n_a + n_b - 2;
  const double sd_pooled = std::sqrt(((n_a - 1) * v_a + (n_b - 1) * v_b) / df_pooled);
  const double sd_average = std::sqrt((v_a + v_b) / 2);
  const double h_pooled = 1 / n_a + 1 / n_b;
  const double h_average = 2 * (n_b * v_a + n_a * v_b) / (n_a * n_b * (v_a + v_b));

  core::EffectSizes result{.cohens_d_pooled = with_interval(delta / sd_pooled, std::sqrt(h_pooled), df_pooled, level),
                           .cohens_d_av = with_interval(delta / sd_average, std::sqrt(h_average), test->df, level),
                           .hedges_g = {},
                           .glass_delta = {},
                           .hedges_j = hedges_correction(df_pooled)};
  result.hedges_g = times(result.cohens_d_pooled, result.hedges_j);
  if (v_b > 0) {
    const double h_glass = 1 / n_b + v_a / (n_a * v_b);
    result.glass_delta = with_interval(delta / std::sqrt(v_b), std::sqrt(h_glass), n_b - 1, level);
  }
  return result;
}

}  // namespace moebench::stats
