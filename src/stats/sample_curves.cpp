#include "moebench/stats/sample_curves.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <numbers>
#include <span>
#include <vector>

#include "compared_samples.hpp"
#include "moebench/stats/histogram.hpp"
#include "moebench/stats/moments.hpp"
#include "moebench/stats/quantile.hpp"
#include "moebench/stats/sorted.hpp"

namespace moebench::stats {
namespace {

constexpr std::size_t k_density_places = 256;
constexpr std::size_t k_ecdf_points = 200;
constexpr std::size_t k_blocks = 300;  // over all runs
constexpr std::array k_drawn_quantiles{0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999};
constexpr std::array k_shift_quantiles{0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99};

/// The step between different neighbouring values that most samples stand at, where values repeat; 0 where most samples
/// have a value of their own.
double usual_step(std::span<const double> ascending) {
  std::vector<double> steps;
  for (std::size_t i = 1; i < ascending.size(); ++i) {
    if (ascending[i] > ascending[i - 1]) {
      steps.push_back(ascending[i] - ascending[i - 1]);
    }
  }
  if (steps.empty() || steps.size() > ascending.size() / 2) {
    return 0;
  }
  std::ranges::nth_element(steps, steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2));
  return steps[steps.size() / 2];
}

/// Silverman's bandwidth; 0 where samples do not vary.
double bandwidth_for(std::span<const double> ascending) {
  const double sd = moments(ascending).sd.value_or(0);
  const double iqr = quantile_difference(ascending, 0.25, 0.75);
  const double spread = iqr > 0 ? std::min(sd, iqr / 1.34) : sd;
  const double silverman = 0.9 * spread * std::pow(static_cast<double>(ascending.size()), -0.2);
  return std::max(silverman, usual_step(ascending) / 2);
}

/// Samples are first shared out between the two places beside them (Wand, Journal of Computational and Graphical
/// Statistics 3, 1994), so that the cost is that of places and not of samples.
std::vector<core::CurvePoint> density_over(std::span<const double> ascending, core::Interval window, double bandwidth) {
  const double step = (window.upper - window.lower) / (k_density_places - 1);
  if (!(bandwidth > 0) || !(step > 0) || !std::isfinite(step)) {
    return {};
  }
  // Samples beyond the window whose kernel reaches into it are on the places beyond its ends.
  const auto beyond = static_cast<std::size_t>(std::min(4 * bandwidth / step, 2.0 * k_density_places)) + 1;
  std::vector<double> weights(k_density_places + 2 * beyond, 0.0);
  const double first = window.lower - step * static_cast<double>(beyond);
  const auto n = static_cast<double>(ascending.size());
  for (const double sample : ascending) {
    const double at = (sample - first) / step;
    if (at >= 0 && at < static_cast<double>(weights.size() - 1)) {
      const auto place = static_cast<std::size_t>(at);
      const double share = at - static_cast<double>(place);
      weights[place] += (1 - share) / n;
      weights[place + 1] += share / n;
    }
  }
  std::vector<double> kernel(beyond + 1);
  for (std::size_t distance = 0; distance <= beyond; ++distance) {
    const double z = static_cast<double>(distance) * step / bandwidth;
    kernel[distance] = std::exp(-z * z / 2) / (bandwidth * std::sqrt(2 * std::numbers::pi));
  }
  std::vector<core::CurvePoint> curve;
  for (std::size_t place = 0; place < k_density_places; ++place) {
    double height = 0;
    for (std::size_t other = place; other <= place + 2 * beyond; ++other) {
      height += weights[other] * kernel[other > place + beyond ? other - place - beyond : place + beyond - other];
    }
    curve.push_back({window.lower + step * static_cast<double>(place), height});
  }
  return curve;
}

/// The window of the histogram, or where there is none that of the samples.
core::Interval window_of(std::span<const double> ascending) {
  const auto bins = histogram(ascending);
  return bins ? core::Interval{bins->from, bins->from + bins->width * static_cast<double>(bins->counts.size())}
              : core::Interval{ascending.front(), ascending.back()};
}

/// At the samples of evenly spaced ranks and the last of each value among them.
std::vector<core::CurvePoint> ecdf_of(std::span<const double> ascending) {
  const std::size_t n = ascending.size();
  const std::size_t points = std::min(n, k_ecdf_points);
  std::vector<core::CurvePoint> curve;
  for (std::size_t point = 0; point < points; ++point) {
    const std::size_t rank = points == 1 ? 0 : point * (n - 1) / (points - 1);
    const auto end = std::ranges::upper_bound(ascending, ascending[rank]) - ascending.begin();
    if (curve.empty() || curve.back().x < ascending[rank]) {
      curve.push_back({ascending[rank], static_cast<double>(end) / static_cast<double>(n)});
    }
  }
  return curve;
}

core::Box box_of(std::span<const double> ascending) {
  const double q1 = quantile(ascending, 0.25);
  const double q3 = quantile(ascending, 0.75);
  const double reach = 1.5 * quantile_difference(ascending, 0.25, 0.75);
  // An interpolated quartile may lie beyond every sample within reach: a whisker does not point into the box.
  const double low = *std::ranges::lower_bound(ascending, q1 - reach);
  const double high = *(std::ranges::upper_bound(ascending, q3 + reach) - 1);
  return {.whisker_low = std::min(low, q1),
          .q1 = q1,
          .median = quantile(ascending, 0.5),
          .q3 = q3,
          .whisker_high = std::max(high, q3)};
}

void add_blocks(std::vector<core::TimeBlock>& blocks, std::span<const double> in_time_order, std::size_t run,
                std::size_t most) {
  const std::size_t n = in_time_order.size();
  const std::size_t count = std::min(n, most);
  for (std::size_t block = 0; block < count; ++block) {
    const std::size_t from = block * n / count;
    const std::size_t to = (block + 1) * n / count;
    const std::vector<double> ascending = sorted(in_time_order.subspan(from, to - from));
    blocks.push_back({.run = run,
                      .from = from,
                      .to = to,
                      .least = ascending.front(),
                      .low = quantile(ascending, 0.1),
                      .median = quantile(ascending, 0.5),
                      .high = quantile(ascending, 0.9),
                      .most = ascending.back()});
  }
}

/// The quantiles that have a sample beyond them on either side.
std::vector<double> drawn_quantiles(std::size_t n) {
  std::vector<double> drawn;
  std::ranges::copy_if(k_drawn_quantiles, std::back_inserter(drawn),
                       [n](double p) { return static_cast<double>(n) * std::min(p, 1 - p) >= 1 - 1e-9 || p == 0.5; });
  return drawn;
}

core::RunFigures figures_of(std::span<const double> samples, std::size_t run) {
  const std::vector<double> ascending = sorted(samples);
  core::RunFigures figures{.run = run,
                           .samples = samples.size(),
                           .q1 = quantile(ascending, 0.25),
                           .median = quantile(ascending, 0.5),
                           .q3 = quantile(ascending, 0.75),
                           .mean = moments(samples).mean,
                           .quantiles = {}};
  for (const double p : drawn_quantiles(samples.size())) {
    figures.quantiles.push_back({p, quantile(ascending, p)});
  }
  return figures;
}

std::size_t count_of_drawn_runs(const core::Series& series) {
  return static_cast<std::size_t>(
      std::ranges::count_if(series.runs, [](const core::Run& run) { return !run.samples.empty(); }));
}

}  // namespace

std::optional<core::SampleCurves> sample_curves(const core::BenchmarkResult& result, double level) {
  if (!result.has_samples()) {
    return std::nullopt;
  }
  const std::vector<double> ascending = sorted(result.series.pooled());
  const core::Interval window = window_of(ascending);
  const double bandwidth = bandwidth_for(ascending);
  core::SampleCurves curves{.name = result.name,
                            .metric = result.series.metric,
                            .unit = result.series.unit,
                            .window = window,
                            .density = density_over(ascending, window, bandwidth),
                            .ecdf = ecdf_of(ascending),
                            .box = box_of(ascending),
                            .over_time = {},
                            .quantiles = {},
                            .runs = {}};
  if (!curves.density.empty()) {
    curves.bandwidth = bandwidth;
  }
  for (const double p : drawn_quantiles(ascending.size())) {
    curves.quantiles.push_back(quantile_with_interval(ascending, p, level));
  }
  const std::size_t blocks_of_a_run = std::max(k_blocks / count_of_drawn_runs(result.series), std::size_t{1});
  for (std::size_t run = 0; run < result.series.runs.size(); ++run) {
    const std::vector<double>& samples = result.series.runs[run].samples;
    if (!samples.empty()) {
      add_blocks(curves.over_time, samples, run, blocks_of_a_run);
      curves.runs.push_back(figures_of(samples, run));
    }
  }
  return curves;
}

std::vector<core::ComparedQuantile> shift_function(const core::BenchmarkResult& candidate,
                                                   const core::BenchmarkResult& baseline, double level) {
  if (!candidate.has_samples() || !baseline.has_samples()) {
    return {};
  }
  const SortedPair ascending = sorted_pair(candidate.series.pooled(), baseline.series.pooled(), 2);
  const bool between_runs = count_of_drawn_runs(candidate.series) >= 2 && count_of_drawn_runs(baseline.series) >= 2;
  return contrast_quantiles(candidate.series, baseline.series, ascending, k_shift_quantiles, between_runs, level);
}

}  // namespace moebench::stats
