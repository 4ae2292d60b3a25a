// Linear regression as files hold it. Read and described, not served. Included by reader.hpp.
#pragma once

#include <vector>

namespace moebench::apr {

/// As reader.hpp gives it: one coefficient or more, all parameters finite.
struct LinearRegression {
  std::vector<float> coefficients;  // one for each column of an input
  float intercept = 0.0F;           // added to the sum
  bool fit_intercept = true;        // whether fitting may move it from 0

  friend bool operator==(const LinearRegression&, const LinearRegression&) = default;
};

}  // namespace moebench::apr
