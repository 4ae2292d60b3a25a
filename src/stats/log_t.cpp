#include "moebench/stats/log_t.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "moebench/stats/moments.hpp"
#include "moebench/stats/welch.hpp"

namespace moebench::stats {
namespace {

std::optional<std::vector<double>> logarithms(std::span<const double> samples) {
  if (samples.empty() || !std::ranges::all_of(samples, [](double x) { return x > 0; })) {
    return std::nullopt;
  }
  std::vector<double> logs(samples.size());
  std::ranges::transform(samples, logs.begin(), [](double x) { return std::log(x); });
  return logs;
}

}  // namespace

std::optional<core::LogT> log_t(std::span<const double> candidate, std::span<const double> baseline, double level) {
  const auto of_candidate = logarithms(candidate);
  const auto of_baseline = logarithms(baseline);
  if (!of_candidate || !of_baseline) {
    return std::nullopt;
  }
  const core::Moments a = moments(*of_candidate);
  const core::Moments b = moments(*of_baseline);
  const core::Difference distance = difference(a, b, level);
  core::LogT result{.gmr = std::exp(distance.estimate), .interval = {}, .df = {}, .p_value = {}};
  if (!std::isnormal(result.gmr)) {
    return std::nullopt;
  }
  if (const auto test = welch(a, b)) {
    result.df = test->df;
    result.p_value = test->p_value;
    const core::Interval limits{.lower = std::exp(distance.interval->lower),
                                .upper = std::exp(distance.interval->upper)};
    if (std::isfinite(limits.upper)) {
      result.interval = limits;
    }
  }
  return result;
}

}  // namespace moebench::stats
