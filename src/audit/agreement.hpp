// When a figure that a file states is the one that was recomputed. Private to audit.
#pragma once

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <string_view>

namespace moebench::audit {

/// Whether two honest computations of one figure can give these, or `stated` is `found` rounded to the digits that it
/// shows. With fewer than two digits, within 1 %. Both finite.
inline bool agrees(double stated, double found) {
  if (std::abs(stated - found) <= 1e-9 * std::max(std::abs(stated), std::abs(found))) {
    return true;
  }
  char text[64];
  const auto end = std::to_chars(std::begin(text), std::end(text), stated, std::chars_format::scientific).ptr;
  const std::string_view shortest{std::begin(text), end};
  const auto digits =
      std::ranges::count_if(shortest.substr(0, shortest.find('e')), [](char c) { return c >= '0' && c <= '9'; });
  if (digits < 2) {
    return std::abs(stated - found) <= 0.01 * std::abs(found);
  }
  const auto rounded_end = std::to_chars(std::begin(text), std::end(text), found, std::chars_format::scientific,
                                         static_cast<int>(digits) - 1)
                               .ptr;
  double rounded = 0;
  std::from_chars(std::begin(text), rounded_end, rounded);
  return rounded == stated;
}

}  // namespace moebench::audit
