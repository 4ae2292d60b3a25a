// Every kernel, on every instruction set that this processor has, against sums in f64 and the bounds of kernel.hpp.
#include "moebench/apr/kernel.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "moebench/apr/logistic_regression.hpp"
#include "moebench/core/rng.hpp"
#include "vector_target.hpp"

using namespace moebench::apr;
using moebench::core::Rng;

namespace {

/// Calls `use(kernel)` for each kernel, for vector once for each instruction set.
template <class Use>
void with_every_kernel(Use use) {
  use(Kernel::scalar);
  use(Kernel::eigen);
  test::with_every_target([&](std::int64_t target) {
    REQUIRE(vector_target() == hwy::TargetName(target));
    use(Kernel::vector);
  });
}

struct Case {
  LogisticRegression model;
  std::vector<float> input;
};

/// Coefficients and columns of either sign, each up to 2^(spread / 2) above and below `scale`.
Case draw(Rng& rng, std::size_t n, float scale, int spread) {
  const auto value = [&] {
    const int shift = spread == 0 ? 0 : static_cast<int>(rng.below(static_cast<std::uint64_t>(spread))) - spread / 2;
    return std::ldexp(scale * static_cast<float>(rng.normal()), shift);
  };
  std::vector<float> coefficients(n);
  std::vector<float> input(n);
  for (std::size_t j = 0; j < n; ++j) {
    coefficients[j] = value();
    input[j] = value();
  }
  return {LogisticRegression::create(std::move(coefficients), value()).value(), std::move(input)};
}

struct Exact {
  double z;
  double magnitude;  // S
};

/// In f64 every product of two f32 is exact, and long double sums them.
Exact exact(const Case& at) {
  long double z = at.model.intercept();
  long double magnitude = std::abs(z);
  for (std::size_t j = 0; j < at.input.size(); ++j) {
    const double product = static_cast<double>(at.model.coefficients()[j]) * static_cast<double>(at.input[j]);
    z += product;
    magnitude += std::abs(product);
  }
  return {static_cast<double>(z), static_cast<double>(magnitude)};
}

double bound(Kernel kernel, std::size_t n, double magnitude) {
  const double k = static_cast<double>(kernel == Kernel::vector ? (n + 15) / 16 + 9 : n + 1);
  const double ku = k * 0x1p-24;
  return ku / (1 - ku) * magnitude + static_cast<double>(n + 1) * 0x1p-149;
}

void check_bound(const Case& at) {
  const Exact expected = exact(at);
  with_every_kernel([&](Kernel kernel) {
    const float z = at.model.predict_logit(at.input, kernel);
    CAPTURE(name(kernel));
    CAPTURE(at.input.size());
    REQUIRE(std::abs(static_cast<double>(z) - expected.z) <= bound(kernel, at.input.size(), expected.magnitude));
  });
}

std::vector<std::size_t> sizes() {
  std::vector<std::size_t> all;
  for (std::size_t n = 1; n <= 100; ++n) {
    all.push_back(n);
  }
  all.insert(all.end(), {127, 128, 129, 255, 511, 783, 784, 785, 1023, 4099});
  return all;
}

bool same_bits(float a, float b) {
  return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b);
}

}  // namespace

TEST_CASE("every kernel is within its bound of double precision at every size") {
  Rng rng{1};
  for (const std::size_t n : sizes()) {
    for (int i = 0; i < 10; ++i) {
      check_bound(draw(rng, n, 1.0F, 0));
    }
  }
}

TEST_CASE("every kernel is within its bound where magnitudes differ by far and terms cancel") {
  Rng rng{2};
  for (const std::size_t n : sizes()) {
    check_bound(draw(rng, n, 1.0F, 40));
    Case cancelling = draw(rng, 2 * n, 1000.0F, 10);
    std::vector<float> coefficients = cancelling.model.coefficients();
    for (std::size_t j = 0; j < n; ++j) {
      coefficients[n + j] = -coefficients[j];
      cancelling.input[n + j] = cancelling.input[j];
    }
    cancelling.model = LogisticRegression::create(std::move(coefficients), 1e-3F).value();
    check_bound(cancelling);
  }
}

TEST_CASE("every kernel is within its bound near the largest and the smallest floats") {
  Rng rng{3};
  for (const std::size_t n : sizes()) {
    // Products up to some 2^112, of which 4099 stay below 2^128.
    check_bound(draw(rng, n, 0x1p53F, 0));
    // Products about 2^-140, below the normal range: a flush to zero would lose all of them.
    check_bound(draw(rng, n, 0x1p-70F, 0));
    check_bound(draw(rng, n, 0x1p-70F, 20));
    // Subnormal columns; products vanish.
    check_bound(draw(rng, n, 0x1p-130F, 0));
  }
}

TEST_CASE("subnormal numbers are not flushed to zero") {
  const auto model = LogisticRegression::create(std::vector<float>(37, 1.0F), 0.0F).value();
  const std::vector<float> input(37, std::numeric_limits<float>::denorm_min());
  with_every_kernel([&](Kernel kernel) {
    CAPTURE(name(kernel));
    CHECK(model.predict_logit(input, kernel) == 37 * std::numeric_limits<float>::denorm_min());
  });
}

TEST_CASE("each column counts once wherever it stands") {
  for (const std::size_t n : sizes()) {
    std::vector<float> coefficients(n);
    for (std::size_t j = 0; j < n; ++j) {
      coefficients[j] = static_cast<float>(j + 1);
    }
    const auto model = LogisticRegression::create(std::move(coefficients), 0.5F).value();
    with_every_kernel([&](Kernel kernel) {
      std::vector<float> input(n);
      for (std::size_t j = 0; j<n; j += n> 100 ? 7 : 1) {
        input[j] = 1;
        REQUIRE(model.predict_logit(input, kernel) == static_cast<float>(j + 1) + 0.5F);
        input[j] = 0;
      }
    });
  }
}

TEST_CASE("a batch gives what its rows give one by one") {
  Rng rng{4};
  for (const std::size_t n : {1U, 3U, 8U, 31U, 33U, 100U, 784U}) {
    const LogisticRegression model = draw(rng, n, 0.1F, 0).model;
    for (std::size_t rows = 0; rows <= 8; ++rows) {
      const std::vector<float> inputs = rows == 0 ? std::vector<float>{} : draw(rng, rows * n, 1.0F, 0).input;
      with_every_kernel([&](Kernel kernel) {
        std::vector<float> logits(rows);
        std::vector<float> probabilities(rows);
        std::vector<int> labels(rows);
        model.predict_logit(inputs, rows, logits, kernel);
        model.predict_proba(inputs, rows, probabilities, kernel);
        model.predict(inputs, rows, labels, kernel);
        const auto checked = model.classify(inputs, rows, kernel);
        REQUIRE(checked);
        for (std::size_t row = 0; row < rows; ++row) {
          const auto one = std::span{inputs}.subspan(row * n, n);
          if (kernel == Kernel::eigen) {
            const Case at{model, {one.begin(), one.end()}};
            const Exact expected = exact(at);
            REQUIRE(std::abs(static_cast<double>(logits[row]) - expected.z) <= bound(kernel, n, expected.magnitude));
          } else {
            REQUIRE(same_bits(logits[row], model.predict_logit(one, kernel)));
            REQUIRE(same_bits(probabilities[row], model.predict_proba(one, kernel)));
            REQUIRE(labels[row] == model.predict(one, kernel));
          }
          REQUIRE(same_bits((*checked)[row].logit, logits[row]));
          REQUIRE(same_bits((*checked)[row].probability, probabilities[row]));
          REQUIRE((*checked)[row].label == labels[row]);
        }
      });
    }
  }
}

TEST_CASE("a batch on the scalar kernel is the reference's answer to the bit") {
  // The same sum as the reference's: each product rounded, then added, in order.
  Rng rng{5};
  const Case at = draw(rng, 784, 1.0F, 8);
  volatile float z = at.model.intercept();
  for (std::size_t j = 0; j < 784; ++j) {
    volatile const float product = at.model.coefficients()[j] * at.input[j];
    z = z + product;
  }
  std::array<float, 1> logits{};
  at.model.predict_logit(at.input, 1, logits);
  CHECK(same_bits(logits[0], z));
}

TEST_CASE("an answer that is not finite is refused by every kernel with its row") {
  const auto model = LogisticRegression::create(std::vector<float>(20, 1.0F), 0.0F).value();
  std::vector<float> inputs(60, 1.0F);
  inputs[45] = std::numeric_limits<float>::quiet_NaN();
  with_every_kernel([&](Kernel kernel) {
    const auto refused = model.classify(inputs, 3, kernel);
    REQUIRE(!refused);
    CHECK(refused.error().subject == "input row 3");
    CHECK(refused.error().message.starts_with("the logit is nan;"));
    CHECK(std::isnan(model.predict_proba(std::span{inputs}.subspan(40), kernel)));
    CHECK(model.predict(std::span{inputs}.subspan(40), kernel) == 0);
  });
  const auto ragged = model.classify(std::span{inputs}.subspan(1), 3);
  REQUIRE(!ragged);
  CHECK(ragged.error().message.starts_with("found 59 values; 3 rows of the model's 20 coefficients"));
}

TEST_CASE("probabilities are within their bound of the logistic function") {
  const auto identity = LogisticRegression::create({1}, 0).value();
  for (int i = -120'000; i <= 120'000; ++i) {
    const float z = static_cast<float>(i) * 0x1p-10F;
    const double exactly = 1 / (1 + std::exp(-static_cast<double>(z)));
    const double p = static_cast<double>(identity.predict_proba(std::array{z}));
    REQUIRE(std::abs(p - exactly) <= 4 * 0x1p-24 * exactly + 0x1p-126);
  }
}

TEST_CASE("the bound is the one that is stated") {
  for (const Kernel kernel : {Kernel::scalar, Kernel::vector, Kernel::eigen}) {
    for (const std::size_t n : {1U, 15U, 16U, 17U, 784U}) {
      CHECK(logit_error_bound(kernel, n, 3.0) == bound(kernel, n, 3.0));
    }
  }
}

TEST_CASE("kernels have the names that the command line takes") {
  CHECK(name(Kernel::scalar) == "scalar");
  CHECK(name(Kernel::vector) == "vector");
  CHECK(name(Kernel::eigen) == "eigen");
  CHECK_FALSE(vector_target().empty());
}
