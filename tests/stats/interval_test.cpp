#include "moebench/stats/interval.hpp"

#include "moebench/stats/autocorrelation.hpp"
#include "moebench/stats/moments.hpp"
#include "stats/cases.hpp"

using namespace moebench::stats;
using stats_test::near;

TEST_CASE("the interval of a mean is that of Student also for two samples") {
  // R: t.test(c(1, 3)); 1.96 in place of 12.7 would give 0.04 to 3.96.
  const auto interval = mean_interval(moments(std::vector{1.0, 3.0}), 0.95).value();
  CHECK(interval.df == 1);
  CHECK(interval.lower == near(-10.706204736174705));
  CHECK(interval.upper == near(14.706204736174705));
}

TEST_CASE("the interval of the Michelson mean is that of R") {
  const auto interval = mean_interval(moments(stats_test::k_michelson), 0.95).value();
  CHECK(interval.df == 99);
  CHECK(interval.lower == near(299.8367225931663));
  CHECK(interval.upper == near(299.86807740683366));
}

TEST_CASE("there is no interval of a mean without a spread to estimate it from") {
  CHECK_FALSE(mean_interval({.n = 1, .mean = 1, .sd = {}}, 0.95).has_value());
  CHECK_FALSE(mean_interval({.n = 1, .mean = 1, .sd = 0.0}, 0.95).has_value());
  CHECK_FALSE(mean_interval({.n = 10, .mean = 1, .sd = {}}, 0.95).has_value());
}

TEST_CASE("an estimate over one run has no interval and over equal runs one of width zero") {
  CHECK_FALSE(estimate_over_runs(std::vector{1.25}, 0.95).interval.has_value());
  const auto equal = estimate_over_runs(std::vector{1.25, 1.25, 1.25}, 0.95);
  CHECK(equal.value == 1.25);
  CHECK(equal.interval.value() == moebench::core::Interval{1.25, 1.25});
}

TEST_CASE("the lag-1 autocorrelation is that of R") {
  // R: acf(lh)$acf[2] and acf(299 + morley$Speed / 1000)$acf[2].
  CHECK(lag1_autocorrelation(stats_test::k_lh).value() == near(0.5755244755244755, 1e-10));
  CHECK(lag1_autocorrelation(stats_test::k_michelson).value() == near(0.5351996686212636, 1e-10));
  CHECK(lag1_autocorrelation(std::vector{1.0, 3.0}).value() == near(-0.5));
}

TEST_CASE("a large offset leaves the lag-1 autocorrelation of small noise alone") {
  std::vector<double> noise, shifted;
  for (const double step : {5, 4, 4, 2, 1, 0, 1}) {
    noise.push_back(step * 0x1p-23);  // exact beside 1e9
    shifted.push_back(1e9 + noise.back());
  }
  CHECK(lag1_autocorrelation(shifted).value() == near(lag1_autocorrelation(noise).value(), 1e-10));
}

TEST_CASE("the lag-1 autocorrelation of constant samples and of one is not defined") {
  CHECK_FALSE(lag1_autocorrelation(std::vector{2.0, 2.0, 2.0}).has_value());
  CHECK_FALSE(lag1_autocorrelation(std::vector{2.0}).has_value());
}

TEST_CASE("dependent samples are worth fewer and never more than their number") {
  CHECK(effective_samples_ar1(48, 0.5755244755244755) == near(12.932090545938749));
  CHECK(effective_samples_ar1(100, 0.5351996686212636) == near(30.276213633902465));
  CHECK(effective_samples_ar1(100, -0.5) == 100);
  CHECK(effective_samples_ar1(100, -1) == 100);
  CHECK(effective_samples_ar1(100, 1) == 1);
}
