#include "moebench/stats/paired_speedup.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "moebench/stats/interval.hpp"
#include "moebench/stats/moments.hpp"
#include "moebench/stats/ratio.hpp"

namespace moebench::stats {
namespace {

/// The figures of a side in the order in which they pair up: the runs' means, or the samples of the only run. Empty
/// where a run has no samples.
std::vector<double> figures_of(const core::Series& series) {
  if (std::ranges::any_of(series.runs, [](const core::Run& run) { return run.samples.empty(); })) {
    return {};
  }
  if (series.runs.size() == 1) {
    return series.runs.front().samples;
  }
  std::vector<double> means;
  for (const core::Run& run : series.runs) {
    means.push_back(moments(run.samples).mean);
  }
  return means;
}

/// How many times better the candidate is, pair by pair. Empty where a figure is not above 0 or a ratio is not held.
std::vector<double> ratios_of(std::span<const double> candidate, std::span<const double> baseline,
                              core::Better better) {
  std::vector<double> ratios;
  for (std::size_t i = 0; i < candidate.size(); ++i) {
    const auto ratio =
        better == core::Better::lower ? quotient(baseline[i], candidate[i]) : quotient(candidate[i], baseline[i]);
    if (!(candidate[i] > 0) || !(baseline[i] > 0) || !ratio) {
      return {};
    }
    ratios.push_back(*ratio);
  }
  return ratios;
}

/// Whether rounding alone tells the ratios apart. A ratio is off by two means, each to an epsilon, and by half an
/// epsilon of their quotient; two ratios differ by twice that.
bool equal_but_for_rounding(std::span<const double> ratios) {
  constexpr double slack = 5 * std::numeric_limits<double>::epsilon();
  const auto [low, high] = std::ranges::minmax(ratios);
  return high - low <= slack * high;
}

/// At least one ratio, all above 0.
core::Estimate geometric_mean(std::span<const double> ratios, double level) {
  if (ratios.size() == 1) {
    return {.value = ratios.front(), .interval = {}};
  }
  std::vector<double> logs(ratios.size());
  std::ranges::transform(ratios, logs.begin(), [](double ratio) { return std::log(ratio); });
  const core::Estimate of_logs = estimate_over_runs(logs, level);
  core::Estimate result{.value = std::exp(of_logs.value), .interval = {}};
  const core::Interval limits{.lower = std::exp(of_logs.interval->lower), .upper = std::exp(of_logs.interval->upper)};
  if (std::isnormal(limits.lower) && std::isnormal(limits.upper)) {
    result.interval = limits;
  }
  return result;
}

}  // namespace

std::optional<core::Speedup> paired_speedup(const core::BenchmarkResult& candidate,
                                            const core::BenchmarkResult& baseline, double level) {
  const core::Series& a = candidate.series;
  const core::Series& b = baseline.series;
  if (a.unit != b.unit || a.better != b.better || a.runs.size() != b.runs.size()) {
    return std::nullopt;
  }
  const std::vector<double> of_a = figures_of(a);
  const std::vector<double> of_b = figures_of(b);
  if (of_a.size() != of_b.size()) {
    return std::nullopt;
  }
  const std::vector<double> ratios = ratios_of(of_a, of_b, a.better);
  if (ratios.empty()) {
    return std::nullopt;
  }
  core::Speedup result{.name = candidate.name,
                       .baseline = baseline.name,
                       .level = level,
                       .speedup = geometric_mean(ratios, level),
                       .pairs = ratios.size(),
                       .between_runs = a.runs.size() > 1};
  if (a.unit == "us" && equal_but_for_rounding(ratios)) {
    result.speedup.interval.reset();
  }
  return result;
}

}  // namespace moebench::stats
