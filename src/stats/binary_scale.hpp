// Scaling by a power of two, which is exact: squares of what is scaled neither overflow nor vanish. Private to stats.
#pragma once

#include <cmath>

namespace moebench::stats {

class BinaryScale {
 public:
  /// Scales `largest` in magnitude to at most 1 and more than 0.5. 0: scales by 1.
  explicit BinaryScale(double largest) {
    std::frexp(largest, &exponent_);
    // Two factors, since neither 2^1025 nor 2^-1100 is a double.
    first_ = std::ldexp(1.0, -exponent_ / 2);
    second_ = std::ldexp(1.0, -exponent_ - -exponent_ / 2);
  }

  double down(double x) const { return x * first_ * second_; }
  double up(double x) const { return std::ldexp(x, exponent_); }

 private:
  int exponent_ = 0;
  double first_ = 1;
  double second_ = 1;
};

}  // namespace moebench::stats
