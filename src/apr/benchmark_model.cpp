#include "moebench/apr/benchmark_model.hpp"

#include <cassert>
#include <utility>

namespace moebench::apr {
namespace {

float pixel(std::size_t value) {
  return static_cast<float>(value % 256) / 255.0F;
}

}  // namespace

TrainingSet benchmark_training_set() {
  constexpr std::size_t rows = 1000;
  constexpr std::size_t columns = 784;
  TrainingSet data{.feature_count = columns, .features = {}, .labels = {}};
  data.features.reserve(rows * columns);
  data.labels.reserve(rows);
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j < columns; ++j) {
      data.features.push_back(pixel(i * 17 + j * 31));
    }
    data.labels.push_back(i % 10 == 0 ? 0.0F : 1.0F);
  }
  return data;
}

LogisticRegression benchmark_model() {
  auto model = fit(benchmark_training_set());
  assert(model.has_value());
  return *std::move(model);
}

std::vector<float> benchmark_input(std::size_t n) {
  std::vector<float> input(n);
  for (std::size_t j = 0; j < n; ++j) {
    input[j] = pixel(j);
  }
  return input;
}

}  // namespace moebench::apr
