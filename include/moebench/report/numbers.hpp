// Numbers as people read them: thousands apart, no more digits than the interval supports, p values that are never 0.
// Included by every report.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "moebench/core/summary.hpp"

namespace moebench::report {

/// 1234567 -> "1,234,567".
std::string with_thousands(std::uint64_t count);

/// `value` rounded to `decimals` places (negative: to tens, hundreds, ...), thousands apart. NaN and infinities as
/// "n/a".
std::string rounded(double value, int decimals);

/// The decimals that show `digits` significant digits of `value`; 0 decimals for 0.
int decimals_for(double value, int digits);

/// `value` with `digits` significant digits, thousands apart.
std::string significant(double value, int digits = 4);

/// A figure and its interval, both with as many decimals as give two significant digits of the interval's half-width,
/// though never fewer than three of the value. Without an interval: four significant digits and "n/a".
struct FigureText {
  std::string value;
  std::string interval;
};
FigureText figure(const core::Estimate& estimate);

/// "p = 0.0312", "p = 3.1e-12", and from its logarithm where it underflows: "p = 10^-6858.94". Never "p = 0".
std::string p_value_text(double p_value, double log10_p);

/// A fraction of the whole in percent: 0.125 -> "12.5 %"; just below the whole with the digits that tell it from the
/// whole: 0.9999963 -> "99.9996 %".
std::string percent(double fraction);

}  // namespace moebench::report
