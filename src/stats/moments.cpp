#include "moebench/stats/moments.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace moebench::stats {
namespace {

/// The power of two just above every magnitude: dividing by it is exact and leaves at most 1.
int common_exponent(double low, double high) {
  int exponent = 0;
  std::frexp(std::max(std::abs(low), std::abs(high)), &exponent);
  return exponent;
}

}  // namespace

core::Moments moments(std::span<const double> samples) {
  assert(!samples.empty());
  const auto n = static_cast<double>(samples.size());
  const auto [low, high] = std::ranges::minmax(samples);
  const int exponent = common_exponent(low, high);
  const auto scaled = [exponent](double x) { return std::ldexp(x, -exponent); };

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
  core::Moments result{.n = samples.size(), .mean = std::ldexp(center, exponent), .sd = {}};
  if (samples.size() > 1) {
    const double variance = std::max(0.0, squares - rest * rest / n) / (n - 1);
    result.sd = std::ldexp(std::sqrt(variance), exponent);
  }
  return result;
}

}  // namespace moebench::stats
