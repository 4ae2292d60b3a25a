#include "moebench/stats/histogram.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "moebench/core/summary.hpp"
#include "moebench/stats/quantile.hpp"

namespace moebench::stats {
namespace {

constexpr double k_most_drawn_bins = 24;
// Fences that leave out more than that, as where a coarse clock makes quartiles nearly equal, show too little.
constexpr double k_most_outside = 0.05;

/// The part of the samples that bins cover. Within the extremes.
core::Interval window(std::span<const double> ascending) {
  const double least = ascending.front();
  const double most = ascending.back();
  const double q1 = quantile(ascending, 0.25);
  const double q3 = quantile(ascending, 0.75);
  const double reach = 3 * (q3 - q1);
  const auto inside = std::ranges::upper_bound(ascending, q3 + reach) - std::ranges::lower_bound(ascending, q1 - reach);
  if (q3 > q1 && static_cast<double>(inside) >= (1 - k_most_outside) * static_cast<double>(ascending.size())) {
    return {std::max(least, q1 - reach), std::min(most, q3 + reach)};
  }
  const core::Interval middle{quantile(ascending, 0.01), quantile(ascending, 0.99)};
  return middle.upper > middle.lower ? middle : core::Interval{least, most};
}

/// The least step between different samples within the limits, or 0 where there are more values than bins: a bin
/// narrower than a clock's step would stand empty beside others.
double step(std::span<const double> ascending, core::Interval limits) {
  double least = std::numeric_limits<double>::infinity();
  auto at = std::ranges::lower_bound(ascending, limits.lower);
  for (double values = 0; values <= k_most_drawn_bins; ++values) {
    const auto next = std::ranges::upper_bound(at, ascending.end(), *at);
    if (next == ascending.end() || *next > limits.upper) {
      return std::isfinite(least) ? least : 0;
    }
    least = std::min(least, *next - *at);
    at = next;
  }
  return 0;
}

/// The least width of the form 1, 2 or 5 times a power of ten that `wanted` does not pass.
double round_width(double wanted) {
  const double power = std::pow(10, std::floor(std::log10(wanted)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= wanted * (1 - 1e-9)) {
      return factor * power;
    }
  }
  return 10 * power;
}

}  // namespace

std::optional<core::Histogram> histogram(std::span<const double> ascending) {
  const auto [lower, upper] = window(ascending);
  const double range = upper - lower;
  const double rounding = std::max(std::abs(lower), std::abs(upper)) * std::numeric_limits<double>::epsilon();
  if (!std::isfinite(range) || !(range > 64 * rounding) || range < std::numeric_limits<double>::min() * 1e10) {
    return std::nullopt;
  }
  // One bin is left for the edges at multiples of the width.
  const double width = round_width(std::max(range / (k_most_drawn_bins - 1), step(ascending, {lower, upper})));
  const double first = std::floor(lower / width);
  const auto bins = static_cast<std::size_t>(std::floor(upper / width) - first) + 1;
  core::Histogram result{.from = first * width, .width = width, .counts = {}, .below = 0, .above = 0};
  const auto rank = [&](std::size_t edge) {
    const double at = (first + static_cast<double>(edge)) * width;
    return static_cast<std::uint64_t>(std::ranges::lower_bound(ascending, at) - ascending.begin());
  };
  result.below = rank(0);
  for (std::size_t bin = 0; bin < bins; ++bin) {
    result.counts.push_back(rank(bin + 1) - rank(bin));
  }
  result.above = ascending.size() - rank(bins);
  return result;
}

}  // namespace moebench::stats
