#include "moebench/stats/moments.hpp"

#include <cmath>

#include "stats/cases.hpp"

using moebench::stats::difference_of_means;
using moebench::stats::moments;
using moebench::stats::moments_of_means;
using moebench::stats::moments_of_runs;
using stats_test::near;

TEST_CASE("moments match the certificate of NIST for the Michelson speed of light") {
  const auto found = moments(stats_test::k_michelson);
  CHECK(found.n == 100);
  CHECK(found.mean == near(299.8524));
  CHECK(found.sd.value() == near(0.07901054781905066, 1e-11));
}

TEST_CASE("moments match NIST NumAcc4 whose mean is ten million times its spread") {
  std::vector<double> samples{10000000.2};
  for (int i = 0; i < 500; ++i) {
    samples.push_back(10000000.1);
    samples.push_back(10000000.3);
  }
  const auto found = moments(samples);
  CHECK(found.mean == near(10000000.2));
  // mpmath, 60 digits, on the parsed doubles; the certificate says 0.1.
  CHECK(found.sd.value() == near(0.10000000055879354, 1e-9));
}

TEST_CASE("one sample has a mean and no standard deviation") {
  const auto found = moments(std::vector{42.5});
  CHECK(found.n == 1);
  CHECK(found.mean == 42.5);
  CHECK_FALSE(found.sd.has_value());
}

TEST_CASE("two samples have the textbook moments") {
  const auto found = moments(std::vector{1.0, 3.0});
  CHECK(found.mean == 2);
  CHECK(found.sd.value() == near(std::sqrt(2.0)));
}

TEST_CASE("equal samples have exactly their value as mean and no spread") {
  for (const double value : {0.1, 1.0 / 3, 1e300, 1e-300, -7.7, 0.0}) {
    const auto found = moments(std::vector(997, value));
    CHECK(found.mean == value);
    CHECK(found.sd.value() == 0);
  }
}

TEST_CASE("moments lose nothing at the ends of the range of doubles") {
  for (const double unit : {1e-300, 1e300}) {
    const auto found = moments(std::vector{1 * unit, 2 * unit, 3 * unit, 4 * unit});
    CHECK(found.mean == near(2.5 * unit));
    CHECK(found.sd.value() == near(1.2909944487358056 * unit));  // sqrt(5 / 3)
  }
}

TEST_CASE("a large offset leaves the spread of small noise alone") {
  moebench::core::Rng rng{5};
  std::vector<double> noise(10000), shifted;
  for (double& x : noise) {
    x = static_cast<double>(rng.below(1U << 20U)) / 1024.0;  // 1e9 + x is exact
    shifted.push_back(1e9 + x);
  }
  CHECK(moments(shifted).sd.value() == near(moments(noise).sd.value(), 1e-13));
  CHECK(moments(shifted).mean == near(1e9 + moments(noise).mean, 1e-15));
}

TEST_CASE("the residual holds what rounding took from the mean") {
  const auto found = moments(std::vector{1e9, 1e9 + 1, 1e9 + 1});
  // The doubles around 1e9 are 2^-23 apart; 2/3 = 5592405 * 2^-23 + 2^-23 / 3.
  CHECK(found.mean - 1e9 == 5592405 * 0x1p-23);
  CHECK(found.mean_residual == near(0x1p-23 / 3, 1e-8));
  CHECK(moments(std::vector(997, 0.1)).mean_residual == 0);
}

TEST_CASE("a difference of means far above their spread is that of the spreads") {
  const auto a = moments(std::vector{1e9, 1e9 + 1, 1e9 + 1});
  const auto b = moments(std::vector{1e9, 1e9, 1e9 + 1});
  CHECK(difference_of_means(a, b) == near(1.0 / 3, 1e-15));
  CHECK(difference_of_means(b, a) == -difference_of_means(a, b));
}

TEST_CASE("moments of the means of runs keep the digits below those of a mean") {
  const auto series = stats_test::result_of("r", {{1e9, 1e9 + 1, 1e9 + 1}, {}, {1e9, 1e9, 1e9 + 1}}).series;
  const auto of_runs = moments_of_runs(series);
  REQUIRE(of_runs.size() == 2);
  const auto found = moments_of_means(of_runs);
  CHECK(found.n == 2);
  CHECK(found.sd.value() == near(std::sqrt(2.0) / 6, 1e-15));  // of 2/3 and 1/3
  CHECK((found.mean - 1e9) + found.mean_residual == near(0.5, 1e-15));
}

TEST_CASE("means of runs that a double cannot tell apart do not vary") {
  // All means are 0.33, but the first run's decimals are rounded to doubles whose mean misses it by 1.85e-17.
  const auto series = stats_test::result_of("r", {{0.3, 0.31, 0.38}, {0.33, 0.33}, {0.33}}).series;
  CHECK(moments_of_runs(series).front().mean_residual != 0);
  const auto found = moments_of_means(moments_of_runs(series));
  CHECK(found.sd.value() == 0);
  CHECK(found.mean == near(0.33, 1e-15));
}
