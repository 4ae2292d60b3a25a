#include "moebench/stats/log_t.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "moebench/stats/moments.hpp"
#include "moebench/stats/welch.hpp"

namespace moebench::stats {
namespace {

/// log(x / y), also where the quotient is near 1 or beyond a double. x, y > 0.
double log_of_quotient(double x, double y) {
  if (y / 2 <= x && x <= 2 * y) {
    return std::log1p((x - y) / y);  // the difference is exact (Sterbenz)
  }
  const double quotient = x / y;
  return std::isnormal(quotient) ? std::log(quotient) : std::log(x) - std::log(y);
}

/// The logarithms of samples over one of them: those of the samples themselves would lose what a large offset leaves
/// to vary.
struct Logarithms {
  double unit;
  core::Moments moments;
};

std::optional<Logarithms> logarithms(std::span<const double> samples) {
  if (samples.empty() || !std::ranges::all_of(samples, [](double x) { return x > 0; })) {
    return std::nullopt;
  }
  const double unit = samples[samples.size() / 2];
  std::vector<double> logs(samples.size());
  std::ranges::transform(samples, logs.begin(), [unit](double x) { return log_of_quotient(x, unit); });
  return Logarithms{.unit = unit, .moments = moments(logs)};
}

/// The moments of what was `distance` greater.
core::Moments moved_by(core::Moments moments, double distance) {
  const double moved = moments.mean + distance;
  const double added = moved - moments.mean;
  moments.mean_residual += (moments.mean - (moved - added)) + (distance - added);  // Knuth's exact error of a sum
  moments.mean = moved;
  return moments;
}

}  // namespace

std::optional<core::LogT> log_t(std::span<const double> candidate, std::span<const double> baseline, double level) {
  const auto of_candidate = logarithms(candidate);
  const auto of_baseline = logarithms(baseline);
  if (!of_candidate || !of_baseline) {
    return std::nullopt;
  }
  const core::Moments a = moved_by(of_candidate->moments, log_of_quotient(of_candidate->unit, of_baseline->unit));
  const core::Moments& b = of_baseline->moments;
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
