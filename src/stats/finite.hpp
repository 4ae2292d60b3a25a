// What is beyond a double is not a figure. Private to stats.
#pragma once

#include <cmath>
#include <optional>

namespace moebench::stats {

/// The value, or empty where it is not finite.
inline std::optional<double> finite(double value) {
  return std::isfinite(value) ? std::optional{value} : std::nullopt;
}

}  // namespace moebench::stats
