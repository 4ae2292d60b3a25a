#include "moebench/apr/training.hpp"

#include <cmath>
#include <limits>
#include <string>

#include <doctest/doctest.h>

#include "moebench/core/rng.hpp"

using namespace moebench::apr;

namespace {

TrainingSet random_set(std::size_t rows, std::size_t columns) {
  moebench::core::Rng rng{3};
  TrainingSet data{.feature_count = columns, .features = {}, .labels = {}};
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j < columns; ++j) {
      data.features.push_back(static_cast<float>(rng.normal()));
    }
    data.labels.push_back(static_cast<float>(rng.below(2)));
  }
  return data;
}

void check_fit_refused(const TrainingSet& data, std::string_view phrase) {
  const auto model = fit(data);
  REQUIRE(!model);
  CHECK(model.error().subject == "training set");
  CHECK(model.error().message.starts_with(phrase));
}

}  // namespace

TEST_CASE("one step of training is the mean gradient at zero") {
  // At zero every p is 1/2, so the errors are 1/2, -1/2, -1/2, 1/2. Gradient sums: 0.5 - 1 - 1.5 + 2 = 0 and
  // 2 - 0.5 - 4 + 0 = -2.5; their means times 0.5 are subtracted. The errors sum to 0.
  const TrainingSet data{.feature_count = 2, .features = {1, 4, 2, 1, 3, 8, 4, 0}, .labels = {0, 1, 1, 0}};
  const auto model = fit(data, {.learning_rate = 0.5F, .max_iter = 1, .tol = 0});
  REQUIRE(model);
  CHECK(model->coefficients() == std::vector<float>{0.0F, 0.3125F});
  CHECK(model->intercept() == 0.0F);
  CHECK(model->hyperparameters() == Hyperparameters{0.5F, 1, 0});
}

TEST_CASE("training follows the same recipe in double precision") {
  const TrainingSet data = random_set(50, 4);
  const auto model = fit(data, {.learning_rate = 0.3F, .max_iter = 40, .tol = 0});
  REQUIRE(model);
  std::vector<double> parameters(5);  // the last is the intercept
  for (int iteration = 0; iteration < 40; ++iteration) {
    std::vector<double> gradient(5);
    for (std::size_t i = 0; i < 50; ++i) {
      const auto x = [&](std::size_t j) { return j == 4 ? 1.0 : static_cast<double>(data.features[i * 4 + j]); };
      double z = 0;
      for (std::size_t j = 0; j < 5; ++j) {
        z += parameters[j] * x(j);
      }
      for (std::size_t j = 0; j < 5; ++j) {
        gradient[j] += (1 / (1 + std::exp(-z)) - static_cast<double>(data.labels[i])) * x(j);
      }
    }
    for (std::size_t j = 0; j < 5; ++j) {
      parameters[j] -= 0.3 * gradient[j] / 50;
    }
  }
  for (std::size_t j = 0; j < 4; ++j) {
    CHECK(std::abs(static_cast<double>(model->coefficients()[j]) - parameters[j]) < 1e-5);
  }
  CHECK(std::abs(static_cast<double>(model->intercept()) - parameters[4]) < 1e-5);
}

TEST_CASE("equal columns get equal coefficients") {
  TrainingSet data = random_set(30, 3);
  for (std::size_t i = 0; i < 30; ++i) {
    data.features[3 * i + 2] = data.features[3 * i];
  }
  const auto model = fit(data);
  REQUIRE(model);
  CHECK(model->coefficients()[0] == model->coefficients()[2]);
  CHECK(model->coefficients()[0] != model->coefficients()[1]);
}

TEST_CASE("opposite labels give the opposite model") {
  TrainingSet data = random_set(30, 3);
  const auto model = fit(data, {.learning_rate = 0.1F, .max_iter = 20, .tol = 0});
  for (float& label : data.labels) {
    label = 1 - label;
  }
  const auto opposite = fit(data, {.learning_rate = 0.1F, .max_iter = 20, .tol = 0});
  for (std::size_t j = 0; j < 3; ++j) {
    CHECK(model->coefficients()[j] == doctest::Approx(-opposite->coefficients()[j]).epsilon(1e-5));
  }
  CHECK(model->intercept() == doctest::Approx(-opposite->intercept()).epsilon(1e-5));
}

TEST_CASE("no iterations give the zero model") {
  const auto model = fit(random_set(10, 3), {.learning_rate = 0.1F, .max_iter = 0, .tol = 0});
  REQUIRE(model);
  CHECK(model->coefficients() == std::vector<float>(3));
  CHECK(model->intercept() == 0.0F);
}

TEST_CASE("one row and one column are enough") {
  const auto model = fit({.feature_count = 1, .features = {2}, .labels = {1}}, {.learning_rate = 1, .max_iter = 1});
  REQUIRE(model);
  CHECK(model->coefficients() == std::vector<float>{1});
  CHECK(model->intercept() == 0.5F);
}

TEST_CASE("data that is no training set is refused") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  check_fit_refused({}, "found 0 rows of 0 columns");
  check_fit_refused({.feature_count = 2, .features = {}, .labels = {}}, "found 0 rows of 2 columns");
  check_fit_refused({.feature_count = 0, .features = {}, .labels = {1}}, "found 1 rows of 0 columns");
  check_fit_refused({.feature_count = 2, .features = {1, 2, 3}, .labels = {1}},
                    "found 3 features; 1 labels and 2 columns");
  check_fit_refused({.feature_count = 2, .features = {1, 2, 3, 4}, .labels = {1}}, "found 4 features");
  check_fit_refused({.feature_count = 2, .features = {1}, .labels = {1}}, "found 1 features");
  check_fit_refused({.feature_count = 1, .features = {1, 2}, .labels = {1, 2}}, "the label of row 1 is 2;");
  check_fit_refused({.feature_count = 1, .features = {1}, .labels = {nan}}, "the label of row 0 is nan;");
  check_fit_refused({.feature_count = 2, .features = {1, 2, 3, nan}, .labels = {1, 0}}, "row 1, column 1 is nan;");
}

TEST_CASE("training that overflows or has no finite learning rate is refused") {
  const TrainingSet data{.feature_count = 1, .features = {3e38F, 3e38F, 3e38F}, .labels = {1, 1, 1}};
  CHECK(fit(data).error().message.starts_with("coefficient 0 is "));
  const auto model = fit(random_set(3, 1), {.learning_rate = std::numeric_limits<float>::quiet_NaN()});
  CHECK(model.error().message.starts_with("the learning rate is nan"));
}
