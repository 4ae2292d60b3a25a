// The ways of computing logits, by name. They differ in the order of their sums, and so in the last bits; what holds
// for each is stated here. Knows no model: logistic_regression.hpp does. Included by it, the inference scenario and
// cli.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace moebench::apr {

/// How z = intercept + sum of coefficient times column is computed, in f32. With u = 2^-24, n columns,
/// S = |intercept| + sum of |coefficient times column| below the largest float, z64 the same sum in f64, and
/// gamma(k) = k u / (1 - k u) (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., 3.1):
///
///     |z - z64| <= gamma(k) S + (n + 1) 2^-149
///
/// where the last term is for products below the normal range. A kernel answers for a row with the same bits in a batch
/// of any size, but for eigen, which sums differently in batches.
enum class Kernel : std::uint8_t {
  scalar,  // the reference's: columns in order, each multiplied, then added; the same bits everywhere. k = n + 1
  vector,  // Highway, for the best instruction set that the processor has. k = ceil(n / 16) + 9
  eigen,   // Eigen, for the instruction set that the program was compiled for. k = n + 1
};

/// "scalar", "vector", "eigen".
std::string_view name(Kernel kernel);

/// The bound above, where `magnitude` is S. Precondition: columns >= 1, magnitude >= 0.
double logit_error_bound(Kernel kernel, std::size_t columns, double magnitude);

/// The instruction set that the vector kernel uses on this processor, as Highway calls it: "AVX2".
std::string_view vector_target();

}  // namespace moebench::apr
