#include "moebench/apr/logistic_regression.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <string>

#include <doctest/doctest.h>

#include "moebench/core/rng.hpp"

using moebench::apr::LogisticRegression;

namespace {

constexpr float k_nan = std::numeric_limits<float>::quiet_NaN();
constexpr float k_inf = std::numeric_limits<float>::infinity();

LogisticRegression model_of(std::vector<float> coefficients, float intercept) {
  return LogisticRegression::create(std::move(coefficients), intercept).value();
}

std::string why_not(std::vector<float> coefficients, float intercept,
                    moebench::apr::Hyperparameters hyperparameters = {}) {
  return LogisticRegression::create(std::move(coefficients), intercept, hyperparameters).error().message;
}

}  // namespace

TEST_CASE("a model needs coefficients and finite parameters") {
  CHECK(why_not({}, 0).starts_with("there are no coefficients"));
  CHECK(why_not({1, k_nan}, 0).starts_with("coefficient 1 is nan;"));
  CHECK(why_not({-k_inf}, 0).starts_with("coefficient 0 is -inf;"));
  CHECK(why_not({1}, k_inf).starts_with("the intercept is inf;"));
  CHECK(why_not({1}, 0, {k_nan, 1, 0}).starts_with("the learning rate is nan;"));
  CHECK(why_not({1}, 0, {0, 1, k_inf}).starts_with("tol is inf;"));
  CHECK(LogisticRegression::create({1}, 0).has_value());
}

TEST_CASE("the logit starts at the intercept and takes the columns in order with each step rounded") {
  // In f32, 1e8 + 1 is 1e8. From the intercept: ((1e8 + 1) - 1e8) + 1 = 1; any other order gives 0 or 2.
  CHECK(model_of({1, -1, 1}, 1e8F).predict_logit(std::array{1.0F, 1e8F, 1.0F}) == 1.0F);
}

TEST_CASE("the product is rounded before it is added") {
  // (1 + 2^-12)^2 = 1 + 2^-11 + 2^-24, which f32 rounds to 1 + 2^-11; a fused operation would keep 2^-24.
  const float x = 1.0F + 0x1p-12F;
  CHECK(model_of({x}, -(1.0F + 0x1p-11F)).predict_logit(std::array{x}) == 0.0F);
}

TEST_CASE("probabilities follow the logistic function") {
  const LogisticRegression identity = model_of({1}, 0);
  CHECK(identity.predict_proba(std::array{0.0F}) == 0.5F);
  // 1 / (1 + exp(-2)) = 0.8807970779778823 (Python: 1 / (1 + math.exp(-2)))
  CHECK(identity.predict_proba(std::array{2.0F}) == doctest::Approx(0.8807970779778823).epsilon(1e-7));
  CHECK(identity.predict_proba(std::array{-2.0F}) == doctest::Approx(0.1192029220221176).epsilon(1e-7));
  CHECK(identity.predict_proba(std::array{1000.0F}) == 1.0F);
  CHECK(identity.predict_proba(std::array{-1000.0F}) == 0.0F);
}

TEST_CASE("probabilities of opposite inputs add up to 1 and grow with the logit") {
  const LogisticRegression identity = model_of({1}, 0);
  float before = 0;
  for (int i = -200; i <= 200; ++i) {
    const float x = static_cast<float>(i) / 16;
    const float p = identity.predict_proba(std::array{x});
    CHECK(p >= before);
    CHECK(std::abs(p + identity.predict_proba(std::array{-x}) - 1.0F) <= 0x1p-23F);
    before = p;
  }
}

TEST_CASE("the class is 1 from one half upwards") {
  const LogisticRegression identity = model_of({1}, 0);
  CHECK(identity.predict(std::array{0.0F}) == 1);
  CHECK(identity.predict(std::array{1.0F}) == 1);
  CHECK(identity.predict(std::array{-1e-3F}) == 0);
  CHECK(identity.predict(std::array{k_nan}) == 0);
  CHECK(std::isnan(identity.predict_proba(std::array{k_nan})));
}

TEST_CASE("the checked form agrees with the unchecked ones") {
  moebench::core::Rng rng{5};
  for (int i = 0; i < 1000; ++i) {
    const auto draw = [&rng] { return static_cast<float>(rng.normal()); };
    const LogisticRegression model = model_of({draw(), draw(), draw(), draw(), draw()}, draw());
    const std::array input{draw(), draw(), draw(), draw(), draw()};
    const auto prediction = model.classify(input);
    REQUIRE(prediction);
    CHECK(prediction->logit == model.predict_logit(input));
    CHECK(prediction->probability == model.predict_proba(input));
    CHECK(prediction->label == model.predict(input));
  }
}

TEST_CASE("the checked form refuses an input of another length") {
  const LogisticRegression model = model_of({1, 2}, 0);
  for (const std::size_t n : {0U, 1U, 3U}) {
    const auto prediction = model.classify(std::vector<float>(n));
    REQUIRE(!prediction);
    CHECK(prediction.error().kind == moebench::core::ErrorKind::input);
    CHECK(prediction.error().message.starts_with("found " + std::to_string(n) + " columns; the model has 2"));
  }
}

TEST_CASE("the checked form refuses an input whose logit is no finite number") {
  const LogisticRegression model = model_of({1, -1}, 0);
  CHECK(model.classify(std::array{k_nan, 0.0F}).error().message.starts_with("the logit is nan;"));
  CHECK(model.classify(std::array{k_inf, 0.0F}).error().message.starts_with("the logit is inf;"));
  CHECK(!model.classify(std::array{k_inf, k_inf}));
  CHECK(!model.classify(std::array{3e38F, -3e38F}));
  CHECK(!model_of({0, 1}, 0).classify(std::array{k_inf, 1.0F}));
}
