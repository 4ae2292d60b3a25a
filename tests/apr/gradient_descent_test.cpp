#include "moebench/apr/gradient_descent.hpp"

#include <cmath>
#include <limits>
#include <string>

#include <doctest/doctest.h>

#include "moebench/core/rng.hpp"

using namespace moebench::apr;
using moebench::core::ErrorKind;

namespace {

/// Rows around two centres that overlap; three times as many of class 1.
TrainingSet overlapping(std::size_t rows) {
  moebench::core::Rng rng{8};
  TrainingSet data{.feature_count = 2, .features = {}, .labels = {}};
  for (std::size_t i = 0; i < rows; ++i) {
    const float label = i % 4 == 0 ? 0.0F : 1.0F;
    data.labels.push_back(label);
    data.features.push_back(label + static_cast<float>(rng.normal()));
    data.features.push_back(0.5F - label + static_cast<float>(rng.normal()));
  }
  return data;
}

moebench::core::Result<FittedModel> descend(const TrainingSet& data, const Hyperparameters& hyperparameters) {
  return fit_by_descent(data, hyperparameters, [](const DescentStep&) {});
}

/// The gradient of the stated loss at the model, in f64 and row by row: the last component is the intercept's.
std::vector<double> gradient_at(const LogisticRegression& model, const TrainingSet& data, double w0, double w1,
                                double penalty) {
  std::vector<double> gradient(data.feature_count + 1);
  double total = 0;
  for (std::size_t i = 0; i < data.labels.size(); ++i) {
    const double weight = data.labels[i] == 1.0F ? w1 : w0;
    double z = static_cast<double>(model.intercept());
    for (std::size_t j = 0; j < data.feature_count; ++j) {
      z +=
          static_cast<double>(model.coefficients()[j]) * static_cast<double>(data.features[i * data.feature_count + j]);
    }
    const double error = weight * (1 / (1 + std::exp(-z)) - static_cast<double>(data.labels[i]));
    for (std::size_t j = 0; j < data.feature_count; ++j) {
      gradient[j] += error * static_cast<double>(data.features[i * data.feature_count + j]);
    }
    gradient.back() += error;
    total += weight;
  }
  for (std::size_t j = 0; j <= data.feature_count; ++j) {
    gradient[j] /= total;
    gradient[j] += j < data.feature_count ? penalty * static_cast<double>(model.coefficients()[j]) : 0;
  }
  return gradient;
}

void check_stationary(const LogisticRegression& model, const TrainingSet& data, double w0, double w1, double penalty) {
  for (const double component : gradient_at(model, data, w0, w1, penalty)) {
    CHECK(std::abs(component) < 2e-5);
  }
}

void check_descent_refused(const TrainingSet& data, const Hyperparameters& hyperparameters, ErrorKind kind,
                           const std::string& subject, const std::string& phrase) {
  const auto fitted = descend(data, hyperparameters);
  REQUIRE(!fitted);
  CHECK(fitted.error().kind == kind);
  CHECK(fitted.error().subject == subject);
  CAPTURE(fitted.error().message);
  CHECK(fitted.error().message.find(phrase) != std::string::npos);
}

}  // namespace

TEST_CASE("one step of descent is the mean gradient at zero") {
  // As in training_test.cpp: the means are 0 and -0.625, times 0.125.
  const TrainingSet data{.feature_count = 2, .features = {1, 4, 2, 1, 3, 8, 4, 0}, .labels = {0, 1, 1, 0}};
  const auto fitted = descend(data, {.learning_rate = 0.125F, .max_iter = 1, .tol = 0});
  REQUIRE(fitted);
  CHECK(fitted->model.coefficients() == std::vector<float>{0.0F, 0.078125F});
  CHECK(fitted->model.intercept() == 0.0F);
  REQUIRE(fitted->descent.losses.size() == 2);
  CHECK(fitted->descent.losses[0] == doctest::Approx(std::log(2.0)));
  CHECK_FALSE(fitted->descent.converged);
}

TEST_CASE("descent ends where the gradient of the stated loss vanishes") {
  const TrainingSet data = overlapping(300);
  Hyperparameters options{.learning_rate = 1, .max_iter = 5000, .tol = 1e-5F};
  const auto plain = descend(data, options);
  REQUIRE(plain);
  CHECK(plain->descent.converged);
  CHECK(plain->descent.gradient <= 1e-5);
  check_stationary(plain->model, data, 1, 1, 0);

  options.l2_penalty = 0.1F;
  const auto penalised = descend(data, options);
  REQUIRE(penalised);
  check_stationary(penalised->model, data, 1, 1, static_cast<double>(0.1F));
  CHECK(std::abs(penalised->model.coefficients()[0]) < std::abs(plain->model.coefficients()[0]));

  options.l2_penalty = 0;
  options.class_weight = {.kind = ClassWeighting::balanced};
  const auto balanced = descend(data, options);
  REQUIRE(balanced);
  check_stationary(balanced->model, data, 300 / (2 * 75.0), 300 / (2 * 225.0), 0);

  options.class_weight = {.kind = ClassWeighting::manual, .manual = {6, 2}};  // 3 to 1, as balanced weights are
  const auto manual = descend(data, options);
  REQUIRE(manual);
  CHECK(manual->model.intercept() == doctest::Approx(balanced->model.intercept()).epsilon(1e-4));
  CHECK(manual->model.intercept() < plain->model.intercept());
}

TEST_CASE("the loss falls with every step of a small learning rate and each step is told") {
  const TrainingSet data = overlapping(1000);  // several chunks of rows, the last one not full
  std::vector<DescentStep> told;
  const auto fitted = fit_by_descent(data, {.learning_rate = 0.1F, .max_iter = 50, .tol = 0},
                                     [&](const DescentStep& at) { told.push_back(at); });
  REQUIRE(fitted);
  const auto& losses = fitted->descent.losses;
  REQUIRE(losses.size() == 51);
  REQUIRE(told.size() == 51);
  for (std::size_t k = 1; k < losses.size(); ++k) {
    REQUIRE(losses[k] < losses[k - 1]);
    REQUIRE(told[k].steps == k);
    REQUIRE(told[k].loss == losses[k]);
  }
}

TEST_CASE("descent agrees with the recipe's steps to rounding") {
  const TrainingSet data = overlapping(500);
  const auto recipe = fit(data, {.learning_rate = 0.3F, .max_iter = 40, .tol = 0});
  const auto fitted = descend(data, {.learning_rate = 0.3F, .max_iter = 40, .tol = 0});
  REQUIRE(recipe);
  REQUIRE(fitted);
  for (std::size_t j = 0; j < 2; ++j) {
    CHECK(fitted->model.coefficients()[j] == doctest::Approx(recipe->coefficients()[j]).epsilon(1e-5));
  }
  CHECK(fitted->model.intercept() == doctest::Approx(recipe->intercept()).epsilon(1e-5));
}

TEST_CASE("descent stops early at tol") {
  const auto fitted = descend(overlapping(300), {.learning_rate = 1, .max_iter = 5000, .tol = 0.01F});
  REQUIRE(fitted);
  CHECK(fitted->descent.converged);
  CHECK(fitted->descent.losses.size() < 200);
}

TEST_CASE("steps that overshoot are refused with what to do") {
  TrainingSet data = overlapping(100);
  for (float& feature : data.features) {
    feature *= 100;
  }
  check_descent_refused(data, {.learning_rate = 100, .max_iter = 20, .tol = 0}, ErrorKind::input, "training",
                        "above the 0.693147 of the zero model; the steps overshoot: use a smaller learning rate");
  Hyperparameters penalised{.learning_rate = 1e30F, .max_iter = 100, .tol = 0};
  penalised.l2_penalty = 10;
  check_descent_refused(data, penalised, ErrorKind::input, "training", "steps the loss is ");
}

TEST_CASE("options that cannot be meant are wrong usage") {
  const TrainingSet data = overlapping(20);
  const float nan = std::numeric_limits<float>::quiet_NaN();
  for (const float rate : {0.0F, -1.0F, nan, std::numeric_limits<float>::infinity()}) {
    check_descent_refused(data, {.learning_rate = rate}, ErrorKind::usage, "learning-rate", "above 0 is needed");
  }
  check_descent_refused(data, {.tol = -1}, ErrorKind::usage, "tol", "from 0 up");
  Hyperparameters options;
  options.l2_penalty = nan;
  check_descent_refused(data, options, ErrorKind::usage, "l2", "from 0 up");
  options = {};
  for (const std::vector<float>& weights : {std::vector<float>{}, {1}, {1, 2, 3}, {0, 1}, {1, nan}}) {
    options.class_weight = {.kind = ClassWeighting::manual, .manual = weights};
    check_descent_refused(data, options, ErrorKind::usage, "class-weight", "two finite weights above 0");
  }
}

TEST_CASE("data that cannot be fitted is refused") {
  TrainingSet data = overlapping(20);
  data.labels.assign(20, 1.0F);
  check_descent_refused(data, {}, ErrorKind::input, "training set", "all 20 rows are of class 1;");
  data.labels.assign(20, 0.0F);
  check_descent_refused(data, {}, ErrorKind::input, "training set", "all 20 rows are of class 0;");
  data.features.pop_back();
  check_descent_refused(data, {}, ErrorKind::input, "training set", "39 features");
}
