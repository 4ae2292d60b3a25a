// Linear regression as files hold it. Read and described, not served. Included by reader.hpp.
#pragma once

#include <vector>

namespace moebench::apr {

/// As reader.hpp gives it: one coefficient or more, all parameters finite.
struct LinearRegression {
  std::vector<float> coefficients;
  float intercept = 0.0F;
  bool fit_intercept = true;

  friend bool operator==(const LinearRegression&, const LinearRegression&) = default;
};

}  // namespace moebench::apr
