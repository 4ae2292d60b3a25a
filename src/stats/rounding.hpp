// How much a printed figure may be off for having been rounded, guessed from its decimals. Included by consistency.
#pragma once

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>

#include "moebench/core/result_set.hpp"

namespace moebench::stats {

/// What two honest computations of one figure may differ by, relative to it.
inline constexpr double k_float_noise = 1e-9;

/// Half a unit of the last decimal in the shortest text of `value`; 0.5 where it has no decimals.
inline double half_unit(double value) {
  char text[32];
  const auto end = std::to_chars(std::begin(text), std::end(text), value, std::chars_format::scientific).ptr;
  const std::string_view shown{std::begin(text), end};
  const std::size_t mark = shown.find('e');
  const std::size_t point = shown.find('.');
  const int digits = point == std::string_view::npos ? 0 : static_cast<int>(mark - point - 1);
  int exponent = 0;
  const std::string_view power = shown.substr(shown[mark + 1] == '+' ? mark + 2 : mark + 1);
  std::from_chars(power.begin(), power.end(), exponent);
  return 0.5 * std::pow(10.0, -std::max(0, digits - exponent));
}

struct Rounding {
  double common;  // of every time in a result: half a unit of the last decimal that any of them has

  /// How far `value` may be off.
  double slack(double value) const {
    constexpr double most_of_own = 0.01;
    const double own = std::min(half_unit(value), most_of_own * std::abs(value));
    return std::max(common, own) + k_float_noise * std::abs(value);
  }
};

inline Rounding rounding_of(const core::ReportedSummary& told) {
  double finest = half_unit(told.mean);
  for (const auto& figure : {told.sd, told.ci_lower, told.ci_upper, told.p50, told.p95, told.p99, told.min, told.max}) {
    finest = figure ? std::min(finest, half_unit(*figure)) : finest;
  }
  return {.common = finest};
}

}  // namespace moebench::stats
