#include "moebench/stats/quantile.hpp"

#include <algorithm>
#include <numeric>

#include "moebench/stats/distributions.hpp"
#include "stats/cases.hpp"

using namespace moebench::stats;
using stats_test::near;

namespace {

std::vector<double> one_to(std::size_t n) {
  std::vector<double> values(n);
  std::iota(values.begin(), values.end(), 1.0);
  return values;
}

}  // namespace

TEST_CASE("quantiles are type 7") {
  // R: quantile(1:100, c(0.5, 0.9, 0.95, 0.99, 0.999), type = 7)
  const auto values = one_to(100);
  CHECK(quantile(values, 0.5) == near(50.5));
  CHECK(quantile(values, 0.9) == near(90.1));
  CHECK(quantile(values, 0.95) == near(95.05));
  CHECK(quantile(values, 0.99) == near(99.01));
  CHECK(quantile(values, 0.999) == near(99.901));
  CHECK(quantile(values, 0) == 1);
  CHECK(quantile(values, 1) == 100);
}

TEST_CASE("quantiles of tied samples are type 7") {
  // R: quantile(c(1, 1, 1, 1, 2, 2, 2, 2, 2, 10), type = 7)
  const std::vector<double> values{1, 1, 1, 1, 2, 2, 2, 2, 2, 10};
  CHECK(quantile(values, 0.25) == near(1));
  CHECK(quantile(values, 0.5) == near(2));
  CHECK(quantile(values, 0.9) == near(2.8));
  CHECK(quantile(values, 0.95) == near(6.4));
  CHECK(quantile(values, 0.99) == near(9.28));
}

TEST_CASE("the quantile of one sample is the sample") {
  CHECK(quantile(std::vector{42.5}, 0.99) == 42.5);
}

TEST_CASE("the interval of the median of twenty has ranks 6 and 15") {
  // R: qbinom and pbinom at n = 20; mpmath for the coverage.
  const std::vector<double> values =
      sorted(std::vector<double>{12, 7, 3, 19, 25, 8, 14, 31, 2, 16, 22, 11, 9, 27, 5, 18, 33, 1, 21, 13});
  const auto median = quantile_with_interval(values, 0.5, 0.95);
  CHECK(median.lower_rank == 6);
  CHECK(median.upper_rank == 15);
  CHECK(median.lower == 8);
  CHECK(median.upper == 21);
  CHECK(median.coverage == near(0.9586105346679688, 1e-9));

  const auto p90 = quantile_with_interval(values, 0.9, 0.95);
  CHECK(p90.lower == 21);
  CHECK(p90.lower_rank == 15);
  CHECK_FALSE(p90.upper.has_value());
  CHECK_FALSE(p90.upper_rank.has_value());
  CHECK(p90.coverage == near(0.988746865835491, 1e-9));

  const auto p95 = quantile_with_interval(values, 0.95, 0.95);
  CHECK(p95.lower_rank == 17);
  CHECK(p95.coverage == near(0.9840984739802364, 1e-9));
}

TEST_CASE("a hundred samples have an upper limit of p95 but not of p99") {
  // mpmath and R: pbinom at n = 100.
  const auto values = one_to(100);
  const auto median = quantile_with_interval(values, 0.5, 0.95);
  CHECK(median.lower_rank == 40);
  CHECK(median.upper_rank == 61);
  CHECK(median.coverage == near(0.9647997997822951, 1e-9));
  const auto p95 = quantile_with_interval(values, 0.95, 0.95);
  CHECK(p95.lower_rank == 90);
  CHECK(p95.upper_rank == 100);
  CHECK(p95.coverage == near(0.9826070607121813, 1e-9));
  const auto p99 = quantile_with_interval(values, 0.99, 0.95);
  CHECK(p99.lower_rank == 97);
  CHECK_FALSE(p99.upper_rank.has_value());
  CHECK(p99.coverage == near(0.9816259635553504, 1e-9));
}

TEST_CASE("the upper limit of p99 appears at 368 samples") {
  CHECK(samples_for_upper_limit(0.99, 0.95) == 368);
  CHECK_FALSE(quantile_with_interval(one_to(367), 0.99, 0.95).upper.has_value());
  CHECK(quantile_with_interval(one_to(368), 0.99, 0.95).upper_rank == 368);
}

TEST_CASE("both limits of the median appear at 6 samples") {
  CHECK(samples_for_lower_limit(0.5, 0.95) == 6);
  CHECK(samples_for_upper_limit(0.5, 0.95) == 6);
  const auto five = quantile_with_interval(one_to(5), 0.5, 0.95);
  CHECK_FALSE(five.lower.has_value());
  CHECK_FALSE(five.upper.has_value());
  CHECK(five.coverage == 1);
  const auto six = quantile_with_interval(one_to(6), 0.5, 0.95);
  CHECK(six.lower_rank == 1);
  CHECK(six.upper_rank == 6);
}

TEST_CASE("ranks meet their definition for every n and are the tightest that do") {
  for (std::size_t n = 1; n < 120; ++n) {
    const auto count = static_cast<std::int64_t>(n);
    for (const double p : {0.01, 0.25, 0.5, 0.95}) {
      std::int64_t lower = 0;
      std::int64_t upper = count + 1;
      for (std::int64_t rank = 1; rank <= count; ++rank) {
        lower = binomial_below(rank - 1, n, p) <= 0.025 ? rank : lower;
        upper = upper > count && binomial_above(rank - 1, n, p) <= 0.025 ? rank : upper;
      }
      const auto found = quantile_with_interval(one_to(n), p, 0.95);
      CHECK(found.lower_rank.value_or(0) == static_cast<std::size_t>(lower));
      CHECK(found.upper_rank.value_or(n + 1) == static_cast<std::size_t>(upper));
    }
  }
}

TEST_CASE("a rank whose tail is exactly the nominal one qualifies") {
  // Python: P(Bin(1, Fraction(5, 100)) >= 1) == (1 - Fraction(9, 10)) / 2
  const auto p05 = quantile_with_interval(one_to(1), 0.05, 0.9);
  CHECK_FALSE(p05.lower_rank.has_value());
  CHECK(p05.upper_rank == 1);
  CHECK(p05.coverage == near(0.95));
  CHECK(quantile_with_interval(one_to(1), 0.95, 0.9).lower_rank == 1);
  CHECK(samples_for_upper_limit(0.05, 0.9) == 1);
}

TEST_CASE("a million samples have the ranks that the normal approximation promises") {
  const auto found = quantile_with_interval(one_to(1000000), 0.99, 0.95);
  CHECK(static_cast<double>(found.lower_rank.value()) == doctest::Approx(990000 - 1.96 * 99.5).epsilon(1e-5));
  CHECK(static_cast<double>(found.upper_rank.value()) == doctest::Approx(990000 + 1.96 * 99.5).epsilon(1e-5));
  CHECK(found.coverage >= 0.95);
  CHECK(found.coverage < 0.951);
}

TEST_CASE("sorting many samples by all cores is sorting them") {
  moebench::core::Rng rng{17};
  for (const std::size_t n : {65'535U, 65'536U, 65'537U, 200'003U}) {
    std::vector<double> samples = stats_test::normal_samples(rng, n, 0, 1);
    samples[7] = samples[n / 2];
    std::vector<double> expected = samples;
    std::ranges::sort(expected);
    CHECK(sorted(samples) == expected);
  }
}
