#include "moebench/report/numbers.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

namespace moebench::report {
namespace {

/// Puts commas into the digits before the point.
std::string separate_thousands(std::string_view digits) {
  const std::size_t sign = digits.starts_with('-') ? 1 : 0;
  const std::size_t whole = std::min(digits.find('.'), digits.size());
  std::string out{digits.substr(0, sign)};
  for (std::size_t i = sign; i < whole; ++i) {
    if (i > sign && (whole - i) % 3 == 0) {
      out += ',';
    }
    out += digits[i];
  }
  return out.append(digits.substr(whole));
}

// Beyond these a fixed-point number is a row of zeros.
constexpr int k_most_decimals = 9;
constexpr double k_largest_fixed = 1e15;

}  // namespace

std::string with_thousands(std::uint64_t count) {
  return separate_thousands(fmt::format("{}", count));
}

std::string rounded(double value, int decimals) {
  if (!std::isfinite(value)) {
    return "n/a";
  }
  if (std::abs(value) >= k_largest_fixed || decimals > k_most_decimals) {
    return fmt::format("{:.3g}", value);
  }
  if (decimals < 0) {
    const double unit = std::pow(10.0, -decimals);
    value = std::round(value / unit) * unit;
  }
  std::string digits = fmt::format("{:.{}f}", value, std::max(decimals, 0));
  if (digits.starts_with('-') && digits.find_first_not_of("-0.") == std::string::npos) {
    digits.erase(0, 1);  // a negative zero
  }
  return separate_thousands(digits);
}

int decimals_for(double value, int digits) {
  if (value == 0.0 || !std::isfinite(value)) {
    return 0;
  }
  return digits - 1 - static_cast<int>(std::floor(std::log10(std::abs(value))));
}

std::string significant(double value, int digits) {
  return rounded(value, std::max(decimals_for(value, digits), 0));
}

FigureText figure(const core::Estimate& estimate) {
  if (!estimate.interval) {
    return {significant(estimate.value), "n/a"};
  }
  const auto [lower, upper] = *estimate.interval;
  const double half_width = (upper - lower) / 2;
  const int decimals = half_width > 0 ? std::max(decimals_for(half_width, 2), decimals_for(estimate.value, 3))
                                      : std::max(decimals_for(estimate.value, 4), 0);
  return {rounded(estimate.value, decimals),
          fmt::format("[{}, {}]", rounded(lower, decimals), rounded(upper, decimals))};
}

std::string p_value_text(double p_value, double log10_p) {
  if (p_value < 1e-300) {
    return fmt::format("p = 10^{:.2f}", log10_p);
  }
  return p_value < 1e-4 ? fmt::format("p = {:.2e}", p_value) : fmt::format("p = {:.4f}", p_value);
}

std::string percent(double fraction) {
  const double value = fraction * 100;
  // A share just below the whole keeps the digits that tell it from the whole.
  const int decimals = value < 100 ? std::clamp(decimals_for(100 - value, 1), 2, 6) : 2;
  std::string digits = rounded(value, decimals);
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.ends_with('.')) {
    digits.pop_back();
  }
  return digits + " %";
}

}  // namespace moebench::report
