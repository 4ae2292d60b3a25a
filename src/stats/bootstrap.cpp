#include "moebench/stats/bootstrap.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "moebench/stats/distributions.hpp"
#include "moebench/stats/moments.hpp"
#include "moebench/stats/quantile.hpp"
#include "moebench/stats/ratio.hpp"
#include "resampled_sums.hpp"

namespace moebench::stats {
namespace {

/// Samples over a power of two above them all, as deviations from their mean: sums of them neither overflow nor lose
/// the digits that a large mean would take.
struct Centred {
  int exponent = 0;
  core::Moments moments{};  // of the scaled samples
  std::vector<double> deviations;
  double largest = 0;  // magnitude of a deviation, at most 2

  explicit Centred(std::span<const double> samples) : deviations(samples.begin(), samples.end()) {
    const auto [low, high] = std::ranges::minmax(samples);
    std::frexp(std::max(std::abs(low), std::abs(high)), &exponent);
    for (double& x : deviations) {
      x = std::ldexp(x, -exponent);
    }
    moments = stats::moments(deviations);
    for (double& x : deviations) {
      x = (x - moments.mean) - moments.mean_residual;
      largest = std::max(largest, std::abs(x));
    }
  }

  double scaled_mean_at(double sum) const {
    return moments.mean + (moments.mean_residual + sum / static_cast<double>(moments.n));
  }

  /// What a resample's sum of deviations says of its mean.
  double mean_at(double sum) const { return std::ldexp(scaled_mean_at(sum), exponent); }
};

core::Interval central(std::span<const double> ascending, double level) {
  const double tail = (1 - level) / 2;
  return {.lower = quantile(ascending, tail), .upper = quantile(ascending, 1 - tail)};
}

/// The share of resamples below the samples' own mean, those at it counting half.
double share_below(std::span<const double> sums, double rounding) {
  double below = 0;
  for (const double sum : sums) {
    below += sum < -rounding ? 1 : sum <= rounding ? 0.5 : 0;
  }
  return below / static_cast<double>(sums.size());
}

double acceleration(std::span<const double> deviations) {
  double squares = 0;
  double cubes = 0;
  for (const double d : deviations) {
    squares += d * d;
    cubes += d * d * d;
  }
  return cubes / (6 * squares * std::sqrt(squares));
}

/// The quantiles of the replicates at which BCa's limits lie.
std::optional<core::Interval> bca_points(double share, double a, double level) {
  const double z0 = normal_quantile(share);
  const double z = normal_quantile((1 + level) / 2);
  const auto point = [=](double at) { return normal_below(z0 + (z0 + at) / (1 - a * (z0 + at))); };
  const bool is_defined = std::isfinite(z0) && std::isfinite(a) && a * (z0 - z) < 1 && a * (z0 + z) < 1;
  return is_defined ? std::optional{core::Interval{.lower = point(-z), .upper = point(z)}} : std::nullopt;
}

}  // namespace

std::optional<core::BootstrapMean> bootstrap_mean(std::span<const double> samples, const BootstrapOptions& options) {
  if (samples.size() < 2) {
    return std::nullopt;
  }
  const Centred centred{samples};
  std::vector<double> sums = resampled_sums(centred.deviations, 0, options);
  std::ranges::sort(sums);
  const auto at = [&](const core::Interval& of_sums) {
    return core::Interval{.lower = centred.mean_at(of_sums.lower), .upper = centred.mean_at(of_sums.upper)};
  };
  // A resample that holds the samples themselves, in another order, sums to 0 but for this.
  const double rounding =
      std::numeric_limits<double>::epsilon() * static_cast<double>(samples.size()) * centred.largest;
  const double share = share_below(sums, rounding);
  core::BootstrapMean result{.percentile = at(central(sums, options.level)), .bca = {}, .se = 0};
  if (sums.size() > 1) {
    result.se = std::ldexp(*moments(sums).sd / static_cast<double>(samples.size()), centred.exponent);
  }
  if (const auto points = bca_points(share, acceleration(centred.deviations), options.level)) {
    result.bca = at({.lower = quantile(sums, points->lower), .upper = quantile(sums, points->upper)});
  }
  return result;
}

std::optional<core::Bootstrap> bootstrap(std::span<const double> samples, const BootstrapOptions& options) {
  const auto mean = bootstrap_mean(samples, options);
  const auto median = bootstrap_quantile(sorted(samples), 0.5, options.level);
  if (!mean || !median) {
    return std::nullopt;
  }
  return core::Bootstrap{
      .resamples = options.resamples, .seed = options.seed, .level = options.level, .mean = *mean, .median = *median};
}

std::optional<core::Interval> bootstrap_ratio_of_means(std::span<const double> candidate,
                                                       std::span<const double> baseline,
                                                       const BootstrapOptions& options) {
  if (candidate.size() < 2 || baseline.size() < 2) {
    return std::nullopt;
  }
  const Centred dividend{candidate};
  const Centred divisor{baseline};
  std::vector<double> ratios = resampled_sums(dividend.deviations, 0, options);
  const std::vector<double> divisor_sums = resampled_sums(divisor.deviations, 1, options);
  for (std::size_t i = 0; i < ratios.size(); ++i) {
    const double of_baseline = divisor.mean_at(divisor_sums[i]);
    const auto ratio = quotient(dividend.mean_at(ratios[i]), of_baseline);
    if (!ratio || std::signbit(of_baseline) != std::signbit(divisor.moments.mean)) {
      return std::nullopt;
    }
    ratios[i] = *ratio;
  }
  std::ranges::sort(ratios);
  return central(ratios, options.level);
}

}  // namespace moebench::stats
