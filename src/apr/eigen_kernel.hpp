// Logits by Eigen, as a user of a linear-algebra library would compute them. Private to apr.
#pragma once

#include <span>

namespace moebench::apr {

/// As vector_logits(): see there. One row is summed in another order than several.
void eigen_logits(float intercept, std::span<const float> coefficients, std::span<const float> inputs,
                  std::span<float> outputs);

/// The same for one row.
float eigen_logit(float intercept, std::span<const float> coefficients, std::span<const float> input);

}  // namespace moebench::apr
