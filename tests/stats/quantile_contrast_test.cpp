#include "moebench/stats/quantile_contrast.hpp"

#include "moebench/stats/moments.hpp"
#include "moebench/stats/quantile.hpp"
#include "moebench/stats/welch.hpp"
#include "stats/cases.hpp"

using moebench::core::Rng;
using moebench::stats::contrast_of_runs;
using moebench::stats::contrast_of_samples;
using moebench::stats::sorted;
using stats_test::each;
using stats_test::near;

TEST_CASE("the limits of a difference of medians are worked out by hand") {
  // R: qbinom ranks of n = 20 and p = 0.5 are 6 and 15, of n = 30 they are 10 and 21 (type 7 medians 10.5 and 115.5).
  std::vector<double> a, b;
  for (int i = 1; i <= 20; ++i) {
    a.push_back(i);
  }
  for (int i = 1; i <= 30; ++i) {
    b.push_back(100 + i);
  }
  const auto found = contrast_of_samples(a, b, 0.5, 0.95);
  CHECK_FALSE(found.samples_needed.has_value());
  CHECK(found.pooled.candidate == 10.5);
  CHECK(found.pooled.baseline == 115.5);
  CHECK(found.pooled.difference.estimate == -105);
  CHECK(found.pooled.difference.interval.value().lower == near(-105 - std::hypot(10.5 - 6, 121 - 115.5)));
  CHECK(found.pooled.difference.interval.value().upper == near(-105 + std::hypot(15 - 10.5, 115.5 - 110)));
  const double log_ratio = std::log(10.5 / 115.5);
  CHECK(found.pooled.ratio.value().value == near(10.5 / 115.5));
  CHECK(found.pooled.ratio.value().interval.value().lower ==
        near(std::exp(log_ratio - std::hypot(std::log(10.5 / 6), std::log(121 / 115.5)))));
  CHECK(found.pooled.ratio.value().interval.value().upper ==
        near(std::exp(log_ratio + std::hypot(std::log(15 / 10.5), std::log(115.5 / 110)))));
}

TEST_CASE("a quantile that too few samples can bound says how many it needs") {
  const auto few = stats_test::spread(300, stats_test::k_phi, 1.5);
  const auto many = stats_test::spread(368, stats_test::k_phi, 0.5);
  const auto p99 = contrast_of_samples(sorted(few), sorted(many), 0.99, 0.95);
  CHECK(p99.samples_needed == 368);
  CHECK_FALSE(p99.pooled.difference.interval.has_value());
  CHECK_FALSE(p99.pooled.ratio.value().interval.has_value());
  CHECK_FALSE(contrast_of_samples(sorted(many), sorted(many), 0.99, 0.95).samples_needed.has_value());
  CHECK(contrast_of_samples(std::vector{1.0, 2.0}, std::vector{1.0, 2.0}, 0.5, 0.95).samples_needed == 6);
}

TEST_CASE("a ratio of quantiles needs samples above 0") {
  const std::vector<double> with_zero{0, 1, 2, 3, 4, 5, 6};
  const std::vector<double> above{1, 2, 3, 4, 5, 6, 7};
  CHECK_FALSE(contrast_of_samples(with_zero, above, 0.5, 0.95).pooled.ratio.has_value());
  CHECK(contrast_of_samples(with_zero, above, 0.5, 0.95).pooled.difference.interval.has_value());
}

TEST_CASE("quantiles of runs are compared by Welch and Fieller") {
  const std::vector<double> a{3, 4, 5};
  const std::vector<double> b{8, 10};
  const auto found = contrast_of_runs(a, b, 0.95);
  const auto means = moebench::stats::difference(moebench::stats::moments(a), moebench::stats::moments(b), 0.95);
  CHECK(found.candidate == 4);
  CHECK(found.baseline == 9);
  CHECK(found.difference.estimate == -5);
  CHECK(found.difference.interval == means.interval);
  CHECK(found.ratio.value().value == near(4.0 / 9));
  CHECK_FALSE(contrast_of_runs(std::vector{2.0, 2.0}, std::vector{2.0, 2.0}, 0.95).difference.interval.has_value());
  CHECK_FALSE(contrast_of_runs(a, std::vector{-1.0, 1.0}, 0.95).ratio.has_value());
}

TEST_CASE("intervals of quantiles turn with the sides, keep to the unit and hold the estimate") {
  Rng rng{45};
  for (int trial = 0; trial < 1000; ++trial) {
    std::vector<double> a(6 + rng.below(200)), b(6 + rng.below(200));
    for (auto* side : {&a, &b}) {
      for (double& x : *side) {
        x = std::exp(rng.normal());
      }
      *side = sorted(*side);
    }
    const double p = rng.below(2) == 0 ? 0.5 : 0.9;
    const auto forth = contrast_of_samples(a, b, p, 0.9).pooled;
    const auto back = contrast_of_samples(b, a, p, 0.9).pooled;
    const double by = std::ldexp(1.0, static_cast<int>(rng.below(1800)) - 900);
    const auto scale = [by](double x) { return x * by; };
    const auto scaled = contrast_of_samples(each(a, scale), each(b, scale), p, 0.9).pooled;
    REQUIRE(forth.difference.interval.has_value() == back.difference.interval.has_value());
    REQUIRE(forth.difference.interval.has_value() == scaled.difference.interval.has_value());
    CHECK(back.difference.estimate == -forth.difference.estimate);
    CHECK(scaled.difference.estimate == near(forth.difference.estimate * by));
    if (forth.difference.interval) {
      CHECK(back.difference.interval->lower == near(-forth.difference.interval->upper));
      CHECK(back.ratio->interval->lower == near(1 / forth.ratio->interval->upper));
      CHECK(scaled.ratio->interval->upper == near(forth.ratio->interval->upper, 1e-11));
      CHECK(forth.difference.interval->lower <= forth.difference.estimate);
      CHECK(forth.ratio->interval->upper >= forth.ratio->value);
    }
  }
}
