#include "moebench/core/rng.hpp"

#include <array>
#include <cmath>
#include <map>
#include <vector>

#include <doctest/doctest.h>

using moebench::core::Rng;

TEST_CASE("one seed and stream give one sequence") {
  Rng first{42, 3};
  Rng second{42, 3};
  for (int i = 0; i < 1000; ++i) {
    REQUIRE(first() == second());
  }
}

TEST_CASE("streams of one seed, and seeds of one stream, differ") {
  CHECK(Rng{42, 0}() != Rng{42, 1}());
  CHECK(Rng{42, 0}() != Rng{43, 0}());
  // Neighbouring seeds and streams must not meet: (seed, stream + 1) is not (seed + 1, stream).
  CHECK(Rng{42, 1}() != Rng{43, 0}());
}

TEST_CASE("the sequence is the same on every machine") {
  // Computed with an independent Python transcription of SplitMix64 seeding and xoshiro256++ for seed 42, stream 0.
  Rng rng{42};
  CHECK(rng() == 0xab4c4adfbb450230U);
}

TEST_CASE("uniform lies from 0 to below 1 with the mean and variance of the uniform law") {
  Rng rng{7};
  double sum = 0;
  double square = 0;
  constexpr int n = 100000;
  for (int i = 0; i < n; ++i) {
    const double u = rng.uniform();
    REQUIRE(u >= 0.0);
    REQUIRE(u < 1.0);
    sum += u;
    square += u * u;
  }
  const double mean = sum / n;
  CHECK(std::abs(mean - 0.5) < 5 * std::sqrt(1.0 / 12 / n));
  CHECK(std::abs(square / n - mean * mean - 1.0 / 12) < 0.002);
}

TEST_CASE("below gives each value its share") {
  Rng rng{7};
  std::array<int, 7> seen{};
  for (int i = 0; i < 70000; ++i) {
    ++seen.at(rng.below(7));
  }
  for (const int count : seen) {
    CHECK(std::abs(count - 10000) < 500);  // 5 standard deviations are 463
  }
  CHECK(rng.below(1) == 0);
}

TEST_CASE("shuffling draws every order equally often") {
  Rng rng{5};
  std::map<std::vector<int>, int> seen;
  for (int i = 0; i < 60000; ++i) {
    std::vector<int> values{1, 2, 3};
    rng.shuffle(values);
    ++seen[values];
  }
  REQUIRE(seen.size() == 6);
  for (const auto& [order, count] : seen) {
    CHECK(std::abs(count - 10000) < 460);  // 5 standard deviations
  }
}

TEST_CASE("normal has mean 0, variance 1 and the tails of the normal law") {
  Rng rng{11};
  double sum = 0;
  double square = 0;
  int beyond_two = 0;
  constexpr int n = 100000;
  for (int i = 0; i < n; ++i) {
    const double z = rng.normal();
    sum += z;
    square += z * z;
    beyond_two += std::abs(z) > 1.959964 ? 1 : 0;
  }
  CHECK(std::abs(sum / n) < 0.016);
  CHECK(std::abs(square / n - 1.0) < 0.023);
  CHECK(std::abs(beyond_two / static_cast<double>(n) - 0.05) < 0.0035);
}
