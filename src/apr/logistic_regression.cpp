#include "moebench/apr/logistic_regression.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "score.hpp"

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
  const auto at = std::ranges::find_if_not(coefficients, finite);
  return at == coefficients.end() ? "" : fmt::format("coefficient {} is {}", at - coefficients.begin(), *at);
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

float LogisticRegression::predict_logit(std::span<const float> input) const {
  return logit(intercept_, coefficients_, input);
}

float LogisticRegression::predict_proba(std::span<const float> input) const {
  return sigmoid(predict_logit(input));
}

int LogisticRegression::predict(std::span<const float> input) const {
  return predict_proba(input) >= 0.5F ? 1 : 0;
}

core::Result<Prediction> LogisticRegression::classify(std::span<const float> input) const {
  if (input.size() != input_size()) {
    return core::input_error("input", fmt::format("found {} columns; the model has {} coefficients; give one column "
                                                  "for each",
                                                  input.size(), input_size()));
  }
  const float z = predict_logit(input);
  if (!std::isfinite(z)) {
    return core::input_error("input", fmt::format("the logit is {}; a finite number was expected; look for NaN, "
                                                  "infinite or very large columns",
                                                  z));
  }
  const float p = sigmoid(z);
  return Prediction{.logit = z, .probability = p, .label = p >= 0.5F ? 1 : 0};
}

}  // namespace moebench::apr
