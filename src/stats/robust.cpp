#include "moebench/stats/robust.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>
#include <utility>

#include "finite.hpp"
#include "moebench/stats/moments.hpp"
#include "moebench/stats/quantile.hpp"

namespace moebench::stats {
namespace {

/// The distances from the median, ascending: those of the samples below it and of those above it, merged on the fly.
class Distances {
 public:
  /// `scale` keeps every distance finite.
  Distances(std::span<const double> ascending, double scale) : samples_{ascending}, scale_{scale} {
    const std::size_t n = ascending.size();
    above_ = n / 2;
    below_ = n / 2;
    // The median as a sample and what lies beyond it: their sum would be rounded.
    base_ = ascending[(n - 1) / 2] * scale;
    beyond_ = n % 2 == 1 ? 0 : (ascending[n / 2] * scale - base_) / 2;
  }

  double next() {
    const bool has_below = below_ > 0;
    const bool has_above = above_ < samples_.size();
    const double down = has_below ? (base_ - samples_[below_ - 1] * scale_) + beyond_ : 0;
    const double up = has_above ? (samples_[above_] * scale_ - base_) - beyond_ : 0;
    if (has_below && (!has_above || down < up)) {
      --below_;
      return down;
    }
    ++above_;
    return up;
  }

 private:
  std::span<const double> samples_;
  double scale_;
  double base_;
  double beyond_;
  std::size_t below_;  // samples below the median that are still to come
  std::size_t above_;  // the next one at or above it
};

// Beyond this a distance might be beyond a double.
constexpr double k_half_range = 0x1p1022;

double mean_logarithm(std::span<const double> samples) {
  // As distances from the first, so that nearly equal samples keep their digits.
  const double first = std::log(samples.front());
  double sum = 0;
  for (const double x : samples) {
    sum += std::log(x) - first;
  }
  return first + sum / static_cast<double>(samples.size());
}

}  // namespace

std::optional<double> median_absolute_deviation(std::span<const double> ascending) {
  assert(!ascending.empty());
  const double furthest = std::max(std::abs(ascending.front()), std::abs(ascending.back()));
  const double scale = furthest > k_half_range ? 0.25 : 1;
  Distances distances{ascending, scale};
  const std::size_t n = ascending.size();
  double before = 0;
  double middle = 0;
  for (std::size_t i = 0; i <= n / 2; ++i) {
    before = std::exchange(middle, distances.next());
  }
  return finite((n % 2 == 1 ? middle : std::midpoint(before, middle)) / scale);
}

double trimmed_mean_10(std::span<const double> ascending) {
  const std::size_t cut = ascending.size() / 10;
  return moments(ascending.subspan(cut, ascending.size() - 2 * cut)).mean;
}

std::optional<double> geometric_mean(std::span<const double> ascending) {
  if (!(ascending.front() > 0)) {
    return std::nullopt;
  }
  return std::clamp(std::exp(mean_logarithm(ascending)), ascending.front(), ascending.back());
}

std::optional<double> harmonic_mean(std::span<const double> ascending) {
  const double least = ascending.front();
  if (!(least > 0)) {
    return std::nullopt;
  }
  double inverses = 0;  // in units of the largest one, so that none overflows
  for (const double x : ascending) {
    inverses += least / x;
  }
  return std::clamp(least * (static_cast<double>(ascending.size()) / inverses), least, ascending.back());
}

core::RobustFigures robust_figures(std::span<const double> ascending) {
  constexpr double of_normal = 1.4826;  // R: mad's constant, 1 / qnorm(3/4) to five digits
  const std::optional<double> mad_raw = median_absolute_deviation(ascending);
  return {.median = quantile(ascending, 0.5),
          .mad_raw = mad_raw,
          .mad = mad_raw ? finite(*mad_raw * of_normal) : std::nullopt,
          .iqr = finite(quantile_difference(ascending, 0.25, 0.75)),
          .trimmed_mean_10 = trimmed_mean_10(ascending),
          .geometric_mean = geometric_mean(ascending),
          .harmonic_mean = harmonic_mean(ascending)};
}

}  // namespace moebench::stats
