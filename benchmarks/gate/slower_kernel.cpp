// A candidate that is slower for a real reason: each inference by the scalar kernel adds up some products more, one
// after the other as the kernel does. Nothing sleeps, nothing else changes.
#include <cstddef>
#include <span>

#include "moebench/apr/logistic_regression.hpp"

using moebench::apr::Kernel;
using moebench::apr::LogisticRegression;

// The names that the linker gives: the kernel itself, and what stands in its place.
extern "C" float
__real__ZNK8moebench3apr18LogisticRegression13predict_probaESt4spanIKfLm18446744073709551615EENS0_6KernelE(
    const LogisticRegression* model, std::span<const float> input, Kernel kernel);
extern "C" float
__wrap__ZNK8moebench3apr18LogisticRegression13predict_probaESt4spanIKfLm18446744073709551615EENS0_6KernelE(
    const LogisticRegression* model, std::span<const float> input, Kernel kernel);

float __wrap__ZNK8moebench3apr18LogisticRegression13predict_probaESt4spanIKfLm18446744073709551615EENS0_6KernelE(
    const LogisticRegression* model, std::span<const float> input, Kernel kernel) {
  constexpr std::size_t k_one_of = 20;  // 5 % more products
  const std::span<const float> weights = model->coefficients();
  float more = 0;
  for (std::size_t j = 0; j < input.size() / k_one_of; ++j) {
    more += weights[j] * input[j];
  }
  // 0, but known only when the sum is: otherwise the processor would add both sums at the same time.
  const auto none = static_cast<std::size_t>(more != more);
  const std::span<const float> same{input.data() + none, input.size()};
  return __real__ZNK8moebench3apr18LogisticRegression13predict_probaESt4spanIKfLm18446744073709551615EENS0_6KernelE(
      model, same, kernel);
}
