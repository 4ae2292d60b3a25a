#include "moebench/stats/effect_size.hpp"

#include <algorithm>
#include <cmath>

#include <boost/math/special_functions/gamma.hpp>

#include "boost_policy.hpp"
#include "moebench/stats/moments.hpp"
#include "moebench/stats/noncentral_t.hpp"
#include "moebench/stats/welch.hpp"

namespace moebench::stats {
namespace {

/// The effect `d`, whose t statistic is d / scale, with the interval of the noncentrality times `scale`.
std::optional<core::Estimate> with_interval(double d, double scale, double df, double level) {
  if (!std::isfinite(d / scale)) {
    return std::nullopt;
  }
  const core::Interval ncp = noncentrality_interval(d / scale, df, level);
  core::Estimate estimate{.value = d, .interval = core::Interval{ncp.lower * scale, ncp.upper * scale}};
  if (!std::isfinite(estimate.interval->lower) || !std::isfinite(estimate.interval->upper)) {
    estimate.interval.reset();
  }
  return estimate;
}

core::Estimate times(core::Estimate estimate, double factor) {
  estimate.value *= factor;
  if (estimate.interval) {
    estimate.interval = core::Interval{estimate.interval->lower * factor, estimate.interval->upper * factor};
  }
  return estimate;
}

}  // namespace

double hedges_correction(double df) {
  return 1 / (std::sqrt(df / 2) * boost::math::tgamma_delta_ratio((df - 1) / 2, 0.5, QuietPolicy{}));
}

core::EffectSizes effect_sizes(const core::Moments& candidate, const core::Moments& baseline, double level) {
  core::EffectSizes result;
  if (!standard_error(candidate) || !standard_error(baseline) || std::max(*candidate.sd, *baseline.sd) == 0) {
    return result;
  }
  const auto n_a = static_cast<double>(candidate.n);
  const auto n_b = static_cast<double>(baseline.n);
  // Variances relative to the larger sd: their squares neither overflow nor vanish.
  const double unit = std::max(*candidate.sd, *baseline.sd);
  const double v_a = (*candidate.sd / unit) * (*candidate.sd / unit);
  const double v_b = (*baseline.sd / unit) * (*baseline.sd / unit);
  const double delta = difference_of_means(candidate, baseline) / unit;
  const double df_pooled = n_a + n_b - 2;
  const double sd_pooled = std::sqrt(((n_a - 1) * v_a + (n_b - 1) * v_b) / df_pooled);
  const double sd_average = std::sqrt((v_a + v_b) / 2);
  const double h_pooled = 1 / n_a + 1 / n_b;
  const double h_average = 2 * (n_b * v_a + n_a * v_b) / (n_a * n_b * (v_a + v_b));
  const double df_welch = satterthwaite_df(std::sqrt(v_a / n_a), n_a, std::sqrt(v_b / n_b), n_b);

  result.cohens_d_pooled = with_interval(delta / sd_pooled, std::sqrt(h_pooled), df_pooled, level);
  result.cohens_d_av = with_interval(delta / sd_average, std::sqrt(h_average), df_welch, level);
  result.hedges_j = hedges_correction(df_pooled);
  if (result.cohens_d_pooled) {
    result.hedges_g = times(*result.cohens_d_pooled, *result.hedges_j);
  }
  if (v_b > 0) {
    const double h_glass = 1 / n_b + v_a / (n_a * v_b);
    result.glass_delta = with_interval(delta / std::sqrt(v_b), std::sqrt(h_glass), n_b - 1, level);
  }
  return result;
}

}  // namespace moebench::stats
