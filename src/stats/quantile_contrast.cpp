#include "moebench/stats/quantile_contrast.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

#include "moebench/stats/moments.hpp"
#include "moebench/stats/quantile.hpp"
#include "moebench/stats/ratio.hpp"
#include "moebench/stats/welch.hpp"

namespace moebench::stats {
namespace {

/// An estimate with both limits, in whatever scale.
struct Limited {
  double value;
  double lower;
  double upper;
};

core::Interval joined(const Limited& a, const Limited& b) {
  const double difference = a.value - b.value;
  return {.lower = difference - std::hypot(a.value - a.lower, b.upper - b.value),
          .upper = difference + std::hypot(a.upper - a.value, b.value - b.lower)};
}

Limited limited(const core::Quantile& quantile) {
  return {.value = quantile.value, .lower = *quantile.lower, .upper = *quantile.upper};
}

Limited logarithms(const Limited& of) {
  return {.value = std::log(of.value), .lower = std::log(of.lower), .upper = std::log(of.upper)};
}

std::optional<core::Interval> if_finite(core::Interval interval) {
  return std::isfinite(interval.lower) && std::isfinite(interval.upper) ? std::optional{interval} : std::nullopt;
}

std::optional<core::Estimate> ratio_of(double dividend, double divisor) {
  const auto value = quotient(dividend, divisor);
  return value ? std::optional{core::Estimate{.value = *value, .interval = {}}} : std::nullopt;
}

bool has_limits(const core::Quantile& quantile) {
  return quantile.lower && quantile.upper;
}

}  // namespace

core::ComparedQuantile contrast_of_samples(std::span<const double> candidate, std::span<const double> baseline,
                                           double p, double level) {
  const core::Quantile a = quantile_with_interval(candidate, p, level);
  const core::Quantile b = quantile_with_interval(baseline, p, level);
  core::QuantileContrast contrast{
      .candidate = a.value, .baseline = b.value, .difference = {a.value - b.value, {}}, .ratio = {}};
  const bool positive = candidate.front() > 0 && baseline.front() > 0;
  if (positive) {
    contrast.ratio = ratio_of(a.value, b.value);
  }
  if (!has_limits(a) || !has_limits(b)) {
    const std::uint64_t needed = std::max(samples_for_lower_limit(p, level), samples_for_upper_limit(p, level));
    return {.p = p, .of_runs = {}, .pooled = contrast, .samples_needed = needed};
  }
  contrast.difference.interval = if_finite(joined(limited(a), limited(b)));
  if (contrast.ratio) {
    const core::Interval logs = joined(logarithms(limited(a)), logarithms(limited(b)));
    contrast.ratio->interval = if_finite({.lower = std::exp(logs.lower), .upper = std::exp(logs.upper)});
  }
  return {.p = p, .of_runs = {}, .pooled = contrast, .samples_needed = {}};
}

core::QuantileContrast contrast_of_runs(std::span<const double> candidate, std::span<const double> baseline,
                                        double level) {
  const core::Moments a = moments(candidate);
  const core::Moments b = moments(baseline);
  core::QuantileContrast contrast{
      .candidate = a.mean, .baseline = b.mean, .difference = difference(a, b, level), .ratio = {}};
  if (const auto ratio = ratio_of_means(a, b, level)) {
    contrast.ratio = core::Estimate{.value = ratio->estimate, .interval = {}};
    if (ratio->fieller && ratio->fieller->bounded) {
      contrast.ratio->interval = core::Interval{.lower = *ratio->fieller->lower, .upper = *ratio->fieller->upper};
    }
  }
  return contrast;
}

}  // namespace moebench::stats
