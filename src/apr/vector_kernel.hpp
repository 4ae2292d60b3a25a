// Logits by vector instructions that are chosen when the program runs. Private to apr.
#pragma once

#include <span>

namespace moebench::apr {

/// outputs[i] = intercept + sum of coefficient times column of row i. Precondition: inputs.size() is
/// coefficients.size() times outputs.size(), and there are coefficients. A row's bits do not depend on its neighbours.
void vector_logits(float intercept, std::span<const float> coefficients, std::span<const float> inputs,
                   std::span<float> outputs);

/// The same for one row.
float vector_logit(float intercept, std::span<const float> coefficients, std::span<const float> input);

}  // namespace moebench::apr
