// Expected values by R 4.2: t.test(log(a), log(b), conf.level = level), estimate and limits through exp().
#include "moebench/stats/log_t.hpp"

#include "stats/cases.hpp"

using moebench::stats::log_t;
using stats_test::near;

TEST_CASE("Welch's test of logarithms is R's") {
  const auto mpg = log_t(stats_test::k_mpg_manual, stats_test::k_mpg_automatic, 0.95).value();
  CHECK(mpg.gmr == near(1.4143079349055183));
  CHECK(mpg.interval.value().lower == near(1.1730627060561107, 1e-11));
  CHECK(mpg.interval.value().upper == near(1.7051662493488509, 1e-11));
  CHECK(mpg.df.value() == near(23.958083932683248, 1e-11));
  CHECK(mpg.p_value.value() == near(0.00081940539420174172, 1e-10));
  const auto back = log_t(stats_test::k_mpg_automatic, stats_test::k_mpg_manual, 0.9).value();
  CHECK(back.gmr == near(0.70705959806893404));
  CHECK(back.interval.value().lower == near(0.60551848430359689, 1e-11));
  CHECK(back.interval.value().upper == near(0.82562842948778481, 1e-11));
  const auto tooth = log_t(stats_test::k_tooth_vitamin, stats_test::k_tooth_juice, 0.95).value();
  CHECK(tooth.gmr == near(0.7617363153793465));
  CHECK(tooth.interval.value().lower == near(0.59209089141945836, 1e-10));
  CHECK(tooth.interval.value().upper == near(0.97998841491489674, 1e-10));
  CHECK(tooth.df.value() == near(51.032153340332428, 1e-10));
  CHECK(tooth.p_value.value() == near(0.034795707679889605, 1e-10));
}

TEST_CASE("logarithms need samples above 0 and a test needs variation") {
  CHECK_FALSE(log_t(std::vector{1.0, 0.0}, std::vector{1.0, 2.0}, 0.95).has_value());
  CHECK_FALSE(log_t(std::vector{1.0, 2.0}, std::vector{-1.0, 2.0}, 0.95).has_value());
  CHECK_FALSE(log_t({}, std::vector{1.0}, 0.95).has_value());
  const auto single = log_t(std::vector{3.0}, std::vector{1.0, 2.0}, 0.95).value();
  CHECK(single.gmr == near(3 / std::sqrt(2.0)));
  CHECK_FALSE(single.interval.has_value());
  CHECK_FALSE(single.p_value.has_value());
  const auto constant = log_t(std::vector(4, 3.0), std::vector(5, 6.0), 0.95).value();
  CHECK(constant.gmr == near(0.5));
  CHECK_FALSE(constant.df.has_value());
}

TEST_CASE("a ratio of geometric means does not see the unit, at either end of the doubles") {
  for (const double by : {1e300, 1e-300, 1e-5}) {
    const auto scale = [by](double x) { return x * by; };
    const auto found = log_t(stats_test::each(stats_test::k_mpg_manual, scale),
                             stats_test::each(stats_test::k_mpg_automatic, scale), 0.95)
                           .value();
    CHECK(found.gmr == near(1.4143079349055183));
    CHECK(found.p_value.value() == near(0.00081940539420174172, 1e-9));
  }
}

TEST_CASE("a ratio of geometric means keeps the digits that a large offset leaves") {
  // Python: l = [mpmath.log(x) for x in a], likewise b, with mpmath.mp.dps = 40; Welch's formulas on these, p by
  // mpmath.betainc(df / 2, 0.5, 0, df / (df + t ** 2), regularized=True)
  const std::vector<double> a{1e12 + 0.25, 1e12 + 0.5, 1e12 - 0.125, 1e12 + 0.75, 1e12};
  const std::vector<double> b{1e12 + 1, 1e12 + 0.5, 1e12 + 1.5, 1e12 + 0.875};
  const auto near_one = log_t(a, b, 0.95).value();
  CHECK(near_one.gmr == near(0.99999999999930625));
  CHECK(near_one.df.value() == near(6.0502398573568481, 1e-9));
  CHECK(near_one.p_value.value() == near(0.037466724477506534, 1e-9));
  const std::vector<double> c{3e9 + 0.5, 3e9 + 2, 3e9 - 1};
  const auto far_from_one = log_t(a, c, 0.95).value();
  CHECK(far_from_one.gmr == near(333.33333327786944));
  CHECK(far_from_one.df.value() == near(2.000001230000095, 1e-9));
}
