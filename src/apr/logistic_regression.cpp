#include "moebench/apr/logistic_regression.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "eigen_kernel.hpp"
#include "f32_array.hpp"
#include "score.hpp"
#include "vector_kernel.hpp"

namespace moebench::apr {
namespace {

/// The first parameter that is NaN or infinite, as "coefficient 3 is nan"; empty when all are finite.
std::string not_finite(std::span<const float> coefficients, float intercept, const Hyperparameters& hyperparameters) {
  const auto finite = [](float value) { return std::isfinite(value); };
  if (!finite(hyperparameters.learning_rate)) {
    return fmt::format("the learning rate is {}", hyperparameters.learning_rate);
  }
  if (!finite(hyperparameters.tol)) {
    return fmt::format("tol is {}", hyperparameters.tol);
  }
  if (!finite(intercept)) {
    return fmt::format("the intercept is {}", intercept);
  }
  const auto at = first_not_finite(coefficients);
  return at ? fmt::format("coefficient {} is {}", *at, coefficients[*at]) : "";
}

int label_of(float probability) {
  return probability >= 0.5F ? 1 : 0;
}

core::Result<Prediction> checked(float z, std::string subject) {
  if (!std::isfinite(z)) {
    return core::input_error(std::move(subject), fmt::format("the logit is {}; a finite number was expected; look for "
                                                             "NaN, infinite or very large columns",
                                                             z));
  }
  const float p = sigmoid(z);
  return Prediction{.logit = z, .probability = p, .label = label_of(p)};
}

}  // namespace

float logit(float intercept, std::span<const float> coefficients, std::span<const float> input) {
  assert(coefficients.size() == input.size());
  const float* const w = coefficients.data();
  const float* const x = input.data();
  float z = intercept;
  for (std::size_t j = 0; j < coefficients.size(); ++j) {
    z += w[j] * x[j];
  }
  return z;
}

float sigmoid(float z) {
  return 1.0F / (1.0F + std::exp(-z));
}

LogisticRegression::LogisticRegression(std::vector<float> coefficients, float intercept,
                                       Hyperparameters hyperparameters)
    : coefficients_{std::move(coefficients)}, intercept_{intercept}, hyperparameters_{std::move(hyperparameters)} {}

core::Result<LogisticRegression> LogisticRegression::create(std::vector<float> coefficients, float intercept,
                                                            Hyperparameters hyperparameters) {
  if (coefficients.empty()) {
    return core::input_error("logistic regression", "there are no coefficients; a model has one or more: fit it first");
  }
  if (const std::string found = not_finite(coefficients, intercept, hyperparameters); !found.empty()) {
    return core::input_error("logistic regression",
                             found +
                                 "; every parameter is a finite number: fit the model again, on finite data and "
                                 "with a smaller learning rate");
  }
  return LogisticRegression{std::move(coefficients), intercept, std::move(hyperparameters)};
}

float LogisticRegression::predict_logit(std::span<const float> input, Kernel kernel) const {
  switch (kernel) {
    case Kernel::vector: return vector_logit(intercept_, coefficients_, input);
    case Kernel::eigen: return eigen_logit(intercept_, coefficients_, input);
    case Kernel::scalar: break;
  }
  return logit(intercept_, coefficients_, input);
}

float LogisticRegression::predict_proba(std::span<const float> input, Kernel kernel) const {
  return sigmoid(predict_logit(input, kernel));
}

int LogisticRegression::predict(std::span<const float> input, Kernel kernel) const {
  return label_of(predict_proba(input, kernel));
}

void LogisticRegression::predict_logit(std::span<const float> inputs, std::size_t rows, std::span<float> outputs,
                                       Kernel kernel) const {
  assert(inputs.size() == rows * input_size() && outputs.size() == rows);
  switch (kernel) {
    case Kernel::vector: vector_logits(intercept_, coefficients_, inputs, outputs); return;
    case Kernel::eigen: eigen_logits(intercept_, coefficients_, inputs, outputs); return;
    case Kernel::scalar: break;
  }
  for (std::size_t row = 0; row < rows; ++row) {
    outputs[row] = logit(intercept_, coefficients_, inputs.subspan(row * input_size(), input_size()));
  }
}

void LogisticRegression::predict_proba(std::span<const float> inputs, std::size_t rows, std::span<float> outputs,
                                       Kernel kernel) const {
  predict_logit(inputs, rows, outputs, kernel);
  std::ranges::transform(outputs, outputs.begin(), sigmoid);
}

void LogisticRegression::predict(std::span<const float> inputs, std::size_t rows, std::span<int> outputs,
                                 Kernel kernel) const {
  std::vector<float> probabilities(rows);
  predict_proba(inputs, rows, probabilities, kernel);
  std::ranges::transform(probabilities, outputs.begin(), label_of);
}

core::Result<Prediction> LogisticRegression::classify(std::span<const float> input, Kernel kernel) const {
  if (input.size() != input_size()) {
    return core::input_error("input", fmt::format("found {} columns; the model has {} coefficients; give one column "
                                                  "for each",
                                                  input.size(), input_size()));
  }
  return checked(predict_logit(input, kernel), "input");
}

core::Result<std::vector<Prediction>> LogisticRegression::classify(std::span<const float> inputs, std::size_t rows,
                                                                   Kernel kernel) const {
  if (inputs.size() / input_size() != rows || inputs.size() % input_size() != 0) {
    return core::input_error("input", fmt::format("found {} values; {} rows of the model's {} coefficients were "
                                                  "expected; give one column for each",
                                                  inputs.size(), rows, input_size()));
  }
  std::vector<float> logits(rows);
  predict_logit(inputs, rows, logits, kernel);
  std::vector<Prediction> predictions;
  predictions.reserve(rows);
  for (std::size_t row = 0; row < rows; ++row) {
    auto prediction = checked(logits[row], fmt::format("input row {}", row + 1));
    if (!prediction) {
      return std::unexpected(std::move(prediction).error());
    }
    predictions.push_back(*prediction);
  }
  return predictions;
}

}  // namespace moebench::apr
