#include "moebench/stats/moments.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "binary_scale.hpp"

namespace moebench::stats {

core::Moments moments(std::span<const double> samples) {
  assert(!samples.empty());
  const auto n = static_cast<double>(samples.size());
  const auto [low, high] = std::ranges::minmax(samples);
  const BinaryScale scale{std::max(std::abs(low), std::abs(high))};
  const auto scaled = [scale](double x) { return scale.down(x); };

  double sum = 0;
  for (const double x : samples) {
    sum += scaled(x);
  }
  double center = sum / n;
  double correction = 0;
  for (const double x : samples) {
    correction += scaled(x) - center;
  }
  center = std::clamp(center + correction / n, scaled(low), scaled(high));

  double squares = 0;
  double rest = 0;
  for (const double x : samples) {
    const double deviation = scaled(x) - center;
    squares += deviation * deviation;
    rest += deviation;
  }
  core::Moments result{.n = samples.size(), .mean = scale.up(center), .sd = {}, .mean_residual = scale.up(rest / n)};
  if (samples.size() > 1) {
    const double variance = std::max(0.0, squares - rest * rest / n) / (n - 1);
    result.sd = scale.up(std::sqrt(variance));
  }
  return result;
}

std::vector<core::Moments> moments_of_runs(const core::Series& series) {
  std::vector<core::Moments> of_runs;
  for (const core::Run& run : series.runs) {
    if (!run.samples.empty()) {
      of_runs.push_back(moments(run.samples));
    }
  }
  return of_runs;
}

core::Moments moments_of_means(std::span<const core::Moments> of_runs) {
  // As distances from the first mean, in which the residuals count.
  const core::Moments& first = of_runs.front();
  std::vector<double> distances;
  for (const core::Moments& of_run : of_runs) {
    distances.push_back(difference_of_means(of_run, first));
  }
  const auto [low, high] = std::ranges::minmax(distances);
  if (high - low <= std::numeric_limits<double>::epsilon() * std::abs(first.mean)) {
    std::ranges::fill(distances, 0.0);
  }
  core::Moments result = moments(distances);
  const double beyond = result.mean + (result.mean_residual + first.mean_residual);
  result.mean = first.mean + beyond;
  const double added = result.mean - first.mean;
  result.mean_residual = (first.mean - (result.mean - added)) + (beyond - added);  // Knuth's exact error of a sum
  return result;
}

double difference_of_means(const core::Moments& candidate, const core::Moments& baseline) {
  return (candidate.mean - baseline.mean) + (candidate.mean_residual - baseline.mean_residual);
}

}  // namespace moebench::stats
