#include "moebench/core/comparison.hpp"

#include <cmath>

namespace moebench::core {

std::string_view magnitude(double d) {
  const double size = std::abs(d);
  return size < 0.2 ? "negligible" : size < 0.5 ? "small" : size < 0.8 ? "medium" : "large";
}

}  // namespace moebench::core
