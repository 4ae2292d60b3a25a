#include "moebench/apr/training.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "score.hpp"

namespace moebench::apr {
core::Result<void> check(const TrainingSet& data) {
  const auto refuse = [](std::string message) { return core::input_error("training set", std::move(message)); };
  const std::size_t rows = data.labels.size();
  const std::size_t columns = data.feature_count;
  if (rows == 0 || columns == 0) {
    return refuse(fmt::format("found {} rows of {} columns; fitting needs one or more of each", rows, columns));
  }
  if (data.features.size() / columns != rows || data.features.size() % columns != 0) {
    return refuse(fmt::format("found {} features; {} labels and {} columns need rows times columns of them",  //
                              data.features.size(), rows, columns));
  }
  const auto label = std::ranges::find_if_not(data.labels, [](float y) { return y == 0.0F || y == 1.0F; });
  if (label != data.labels.end()) {
    return refuse(fmt::format("the label of row {} is {}; labels are 0 or 1", label - data.labels.begin(), *label));
  }
  const auto feature = std::ranges::find_if_not(data.features, [](float x) { return std::isfinite(x); });
  if (feature != data.features.end()) {
    const auto index = static_cast<std::size_t>(feature - data.features.begin());
    return refuse(fmt::format("row {}, column {} is {}; features are finite numbers", index / columns, index % columns,
                              *feature));
  }
  return {};
}

namespace {

struct Parameters {
  std::vector<float> coefficients;
  float intercept = 0;
};

/// sums += error * row, feature by feature. Features do not meet, so the compiler may take several at once.
void accumulate(std::span<float> sums, float error, std::span<const float> row) {
  float* const s = sums.data();
  const float* const x = row.data();
  for (std::size_t j = 0; j < sums.size(); ++j) {
    s[j] += error * x[j];
  }
}

/// Sums of (p - y) * x and of (p - y) over the rows, in row order.
void sum_gradient(const TrainingSet& data, const Parameters& at, Parameters& sums) {
  std::ranges::fill(sums.coefficients, 0.0F);
  sums.intercept = 0;
  const std::span features{data.features};
  for (std::size_t i = 0; i < data.labels.size(); ++i) {
    const auto row = features.subspan(i * data.feature_count, data.feature_count);
    const float error = sigmoid(logit(at.intercept, at.coefficients, row)) - data.labels[i];
    accumulate(sums.coefficients, error, row);
    sums.intercept += error;
  }
}

void step(Parameters& at, const Parameters& sums, float rows, float learning_rate) {
  for (std::size_t j = 0; j < at.coefficients.size(); ++j) {
    at.coefficients[j] -= learning_rate * (sums.coefficients[j] / rows);
  }
  at.intercept -= learning_rate * (sums.intercept / rows);
}

}  // namespace

core::Result<LogisticRegression> fit(const TrainingSet& data, Hyperparameters hyperparameters) {
  if (auto checked = check(data); !checked) {
    return std::unexpected(std::move(checked).error());
  }
  Parameters at{.coefficients = std::vector<float>(data.feature_count)};
  Parameters sums = at;
  const auto rows = static_cast<float>(data.labels.size());
  for (std::uint64_t iteration = 0; iteration < hyperparameters.max_iter; ++iteration) {
    sum_gradient(data, at, sums);
    step(at, sums, rows, hyperparameters.learning_rate);
  }
  return LogisticRegression::create(std::move(at.coefficients), at.intercept, std::move(hyperparameters));
}

}  // namespace moebench::apr
