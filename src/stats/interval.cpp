#include "moebench/stats/interval.hpp"

#include <cmath>

#include "moebench/stats/distributions.hpp"
#include "moebench/stats/moments.hpp"

namespace moebench::stats {

std::optional<core::MeanInterval> mean_interval(const core::Moments& moments, double level) {
  if (moments.n < 2 || !moments.sd) {
    return std::nullopt;
  }
  const auto n = static_cast<double>(moments.n);
  const double half_width = student_t_two_sided_quantile(level, n - 1) * (*moments.sd / std::sqrt(n));
  return core::MeanInterval{
      .level = level, .df = n - 1, .lower = moments.mean - half_width, .upper = moments.mean + half_width};
}

core::Estimate estimate(const core::Moments& moments, double level) {
  core::Estimate mean{.value = moments.mean, .interval = {}};
  if (const auto interval = mean_interval(moments, level)) {
    mean.interval = core::Interval{.lower = interval->lower, .upper = interval->upper};
  }
  return mean;
}

core::Estimate estimate_over_runs(std::span<const double> figures, double level) {
  return estimate(moments(figures), level);
}

}  // namespace moebench::stats
