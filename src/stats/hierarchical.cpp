#include "moebench/stats/hierarchical.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "moebench/stats/distributions.hpp"
#include "moebench/stats/interval.hpp"
#include "moebench/stats/moments.hpp"

namespace moebench::stats {
namespace {

/// Sums of squares in units of a power of two, in which no square overflows or vanishes.
struct Variation {
  double between = 0;  // sum n_i (m_i - grand mean)^2
  double within = 0;   // sum (n_i - 1) s_i^2
  double samples = 0;
  double squared_sizes = 0;
  int exponent = 0;
};

/// The power of two just above the largest deviation of a run's mean and the largest sd within a run.
int common_exponent(std::span<const core::Moments> of_runs) {
  double largest = 0;
  for (const core::Moments& run : of_runs) {
    largest = std::max({largest, run.sd.value_or(0), std::abs(difference_of_means(run, of_runs.front()))});
  }
  int exponent = 0;
  std::frexp(largest, &exponent);
  return exponent;
}

Variation variation_of(std::span<const core::Moments> of_runs) {
  Variation found;
  found.exponent = common_exponent(of_runs);
  const auto size = [](const core::Moments& run) { return static_cast<double>(run.n); };
  const auto distance = [&](const core::Moments& run) {
    return std::ldexp(difference_of_means(run, of_runs.front()), -found.exponent);
  };
  double total_distance = 0;
  for (const core::Moments& run : of_runs) {
    const double sd = std::ldexp(run.sd.value_or(0), -found.exponent);
    found.samples += size(run);
    found.squared_sizes += size(run) * size(run);
    found.within += (size(run) - 1) * sd * sd;
    total_distance += size(run) * distance(run);
  }
  const double grand = total_distance / found.samples;
  for (const core::Moments& run : of_runs) {
    found.between += size(run) * (distance(run) - grand) * (distance(run) - grand);
  }
  return found;
}

/// A variance in the samples' own unit, empty where no double holds it in full.
std::optional<double> unscaled(double variance, int exponent) {
  const double value = std::ldexp(variance, 2 * exponent);
  return variance == 0 || std::isnormal(value) ? std::optional{value} : std::nullopt;
}

void set_components(core::Hierarchical& result, std::span<const core::Moments> of_runs) {
  const Variation variation = variation_of(of_runs);
  const double df_within = variation.samples - static_cast<double>(of_runs.size());
  if (df_within == 0) {
    return;
  }
  const double within = variation.within / df_within;
  result.within_variance = unscaled(within, variation.exponent);
  if (of_runs.size() < 2) {
    return;
  }
  const double mean_square = variation.between / result.df;
  const double size = (variation.samples - variation.squared_sizes / variation.samples) / result.df;
  const double raw = (mean_square - within) / size;
  const double between = std::max(0.0, raw);
  result.between_variance_raw = unscaled(raw, variation.exponent);
  result.between_variance = unscaled(between, variation.exponent);
  if (between + within > 0) {
    result.icc = between / (between + within);
  }
  const double f = mean_square / within;
  if (std::isfinite(f)) {
    result.anova_f = f;
    result.anova_p = fisher_f_above(f, result.df, df_within);
  }
}

core::Hierarchical hierarchical_of(std::span<const core::Moments> of_runs, double level) {
  const core::Moments means = moments_of_means(of_runs);
  core::Hierarchical result{.runs = of_runs.size(),
                            .samples = 0,
                            .level = level,
                            .mean = means.mean,
                            .df = static_cast<double>(of_runs.size() - 1),
                            .interval = estimate(means, level).interval,
                            .run_mean_sd = means.sd,
                            .within_variance = {},
                            .between_variance_raw = {},
                            .between_variance = {},
                            .icc = {},
                            .anova_f = {},
                            .anova_p = {}};
  for (const core::Moments& run : of_runs) {
    result.samples += static_cast<std::size_t>(run.n);
  }
  set_components(result, of_runs);
  return result;
}

}  // namespace

core::Hierarchical hierarchical(std::span<const std::vector<double>> runs, double level) {
  assert(!runs.empty());
  std::vector<core::Moments> of_runs;
  for (const std::vector<double>& samples : runs) {
    of_runs.push_back(moments(samples));
  }
  return hierarchical_of(of_runs, level);
}

core::Hierarchical hierarchical(const core::Series& series, double level) {
  return hierarchical_of(moments_of_runs(series), level);
}

}  // namespace moebench::stats
