#include "moebench/stats/welch.hpp"

#include <cmath>
#include <limits>

#include "moebench/stats/moments.hpp"
#include "stats/cases.hpp"

using namespace moebench::stats;
using moebench::core::Moments;
using stats_test::near;

TEST_CASE("the Welch test of the sleep data is the published one") {
  // R: t.test(extra ~ group, data = sleep)
  const Moments a = moments(stats_test::k_sleep_1);
  const Moments b = moments(stats_test::k_sleep_2);
  const auto test = welch(a, b).value();
  CHECK(test.t == near(-1.860813467486853));
  CHECK(test.df == near(17.77647351617849));
  CHECK(test.se == near(0.849091017238762));
  CHECK(test.p_value == near(0.07939414018735814, 1e-10));
  CHECK(test.log10_p == near(-1.1002115501951668, 1e-10));
  const auto interval = difference(a, b, 0.95).interval.value();
  CHECK(interval.lower == near(-3.365483230711711));
  CHECK(interval.upper == near(0.20548323071171096, 1e-10));
}

TEST_CASE("three samples a side get the tail of Student and not the normal one") {
  // R: t.test(c(10.1, 10.2, 10.3), c(10.3, 10.4, 10.5)); the normal tail would give 0.0143.
  const auto test = welch(moments(std::vector{10.1, 10.2, 10.3}), moments(std::vector{10.3, 10.4, 10.5})).value();
  CHECK(test.t == near(-2.449489742783182, 1e-10));
  CHECK(test.df == near(4));
  CHECK(test.p_value == near(0.07048399691021967, 1e-9));
  CHECK(test.log10_p == near(-1.151909476519456, 1e-9));
}

TEST_CASE("the Welch test of the published summaries has a p value far below the smallest double") {
  // R: pt(-469.0406, 10102.13, log.p = TRUE) and mpmath; SciPy gives p = 0.
  const Moments pytorch{.n = 10000, .mean = 5.1137684, .sd = 0.9747545790661263};
  const Moments aprender{.n = 10000, .mean = 0.53, .sd = 0.07};
  const auto test = welch(aprender, pytorch).value();
  CHECK(test.t == near(-469.0405711717851));
  CHECK(test.df == near(10102.128933323285));
  CHECK(test.se == near(0.00977264800046733));
  CHECK(test.p_value == 0);
  CHECK(test.log10_p == near(-6858.940600813557, 1e-11));
  const auto found = difference(pytorch, aprender, 0.95);
  CHECK(found.estimate == near(4.583768399999999));
  CHECK(found.interval.value().lower == near(4.564612066715584));
  CHECK(found.interval.value().upper == near(4.602924733284416));
}

TEST_CASE("there is no test without two samples and a spread on both sides") {
  const Moments fine{.n = 5, .mean = 1, .sd = 0.5};
  CHECK_FALSE(welch({.n = 1, .mean = 2, .sd = {}}, fine).has_value());
  CHECK_FALSE(welch(fine, {.n = 1, .mean = 2, .sd = 0.5}).has_value());
  CHECK_FALSE(welch({.n = 5, .mean = 2, .sd = {}}, fine).has_value());
  CHECK_FALSE(welch({.n = 5, .mean = 5, .sd = 0.0}, {.n = 5, .mean = 6, .sd = 0.0}).has_value());
  CHECK_FALSE(difference({.n = 5, .mean = 5, .sd = 0.0}, {.n = 5, .mean = 6, .sd = 0.0}, 0.95).interval.has_value());
  CHECK_FALSE(welch({.n = 5, .mean = 1e300, .sd = 1e-300}, {.n = 5, .mean = 0, .sd = 0.0}).has_value());
}

TEST_CASE("one side without spread leaves a one-sample test") {
  const auto test = welch({.n = 5, .mean = 5, .sd = 0.0}, {.n = 5, .mean = 6, .sd = 1.0}).value();
  CHECK(test.df == near(4));
  CHECK(test.t == near(-std::sqrt(5.0)));
}

TEST_CASE("the Welch test is the same at every scale of doubles") {
  const auto unscaled = welch({.n = 8, .mean = 1, .sd = 0.5}, {.n = 12, .mean = 2, .sd = 0.25}).value();
  for (const double unit : {1e-300, 1e300}) {
    const auto test =
        welch({.n = 8, .mean = unit, .sd = 0.5 * unit}, {.n = 12, .mean = 2 * unit, .sd = 0.25 * unit}).value();
    CHECK(test.t == near(unscaled.t));
    CHECK(test.df == near(unscaled.df));
    CHECK(test.p_value == near(unscaled.p_value));
  }
}

TEST_CASE("a large offset takes no digit from the test") {
  // (1 / 3) / sqrt(2 / 9); the means as doubles alone would give 0.70710661.
  const auto test = welch(moments(std::vector{1e9, 1e9 + 1, 1e9 + 1}), moments(std::vector{1e9, 1e9, 1e9 + 1})).value();
  CHECK(test.t == near(std::sqrt(0.5), 1e-14));
  moebench::core::Rng rng{31};
  std::vector<double> a, b, a_at_offset, b_at_offset;
  for (int i = 0; i < 100; ++i) {  // noise of about 1e-6 in steps that are exact beside 1e9
    a.push_back(static_cast<double>(rng.below(16)) * 0x1p-23);
    b.push_back(static_cast<double>(rng.below(18)) * 0x1p-23);
    a_at_offset.push_back(1e9 + a.back());
    b_at_offset.push_back(1e9 + b.back());
  }
  CHECK(welch(moments(a_at_offset), moments(b_at_offset)).value().t == near(welch(moments(a), moments(b)).value().t));
  CHECK(difference(moments(a_at_offset), moments(b_at_offset), 0.95).interval.value().upper ==
        near(difference(moments(a), moments(b), 0.95).interval.value().upper));
}

TEST_CASE("there is no test where the difference of the means overflows") {
  const double most = std::numeric_limits<double>::max();
  CHECK_FALSE(welch({.n = 2, .mean = most, .sd = 1.0}, {.n = 2, .mean = -most, .sd = 1.0}).has_value());
  CHECK_FALSE(difference({.n = 2, .mean = most, .sd = 1.0}, {.n = 2, .mean = -most, .sd = 1.0}, 0.95).interval);
  const auto widest = welch({.n = 2, .mean = 1, .sd = most}, {.n = 2, .mean = 2, .sd = most}).value();
  CHECK(std::isfinite(widest.se));
  CHECK(widest.df == near(2));
}

TEST_CASE("a t near the end of doubles has a finite logarithm of p") {
  const auto test = welch({.n = 5, .mean = 1e300, .sd = 1.0}, {.n = 5, .mean = 0, .sd = 1.0}).value();
  CHECK(test.t > 1e299);
  CHECK(test.p_value == 0);
  // The far tail of Student falls as t^-8 at 8 degrees of freedom: 8 * 300 less a few.
  CHECK(test.log10_p < -2390);
  CHECK(test.log10_p > -2410);
}
