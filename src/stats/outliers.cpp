#include "moebench/stats/outliers.hpp"

#include <algorithm>
#include <cmath>

#include "moebench/stats/quantile.hpp"

namespace moebench::stats {

std::optional<core::Outliers> outliers(std::span<const double> ascending) {
  const double q1 = quantile(ascending, 0.25);
  const double q3 = quantile(ascending, 0.75);
  const double iqr = quantile_difference(ascending, 0.25, 0.75);
  core::Outliers found{.q1 = q1,
                       .q3 = q3,
                       .iqr = iqr,
                       .fence_low_severe = q1 - 3 * iqr,
                       .fence_low_mild = q1 - 1.5 * iqr,
                       .fence_high_mild = q3 + 1.5 * iqr,
                       .fence_high_severe = q3 + 3 * iqr,
                       .low_severe = 0,
                       .low_mild = 0,
                       .high_mild = 0,
                       .high_severe = 0};
  if (!std::isfinite(found.fence_low_severe) || !std::isfinite(found.fence_high_severe)) {
    return std::nullopt;
  }
  const auto below = [&](double fence) {
    return static_cast<std::size_t>(std::ranges::lower_bound(ascending, fence) - ascending.begin());
  };
  const auto above = [&](double fence) {
    return static_cast<std::size_t>(ascending.end() - std::ranges::upper_bound(ascending, fence));
  };
  found.low_severe = below(found.fence_low_severe);
  found.low_mild = below(found.fence_low_mild) - found.low_severe;
  found.high_severe = above(found.fence_high_severe);
  found.high_mild = above(found.fence_high_mild) - found.high_severe;
  return found;
}

}  // namespace moebench::stats
