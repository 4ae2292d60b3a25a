// Expected values by R 4.2: t.test(a, b, mu = low, alternative = "greater"), t.test(a, b, mu = high, alternative =
// "less"), t.test(a, b, conf.level = 1 - 2 * alpha); of the ratio t.test(a, low * b, alternative = "greater") and
// t.test(a, high * b, alternative = "less").
#include "moebench/stats/equivalence.hpp"

#include "moebench/stats/moments.hpp"
#include "moebench/stats/ratio.hpp"
#include "moebench/stats/welch.hpp"
#include "stats/cases.hpp"

using moebench::core::Rng;
using moebench::stats::Bounds;
using moebench::stats::moments;
using moebench::stats::tost;
using moebench::stats::tost_of_ratio;
using stats_test::near;
using stats_test::normal_samples;

TEST_CASE("two one-sided tests of a difference are R's") {
  struct Row {
    std::vector<double> a, b;
    Bounds bounds;
    double alpha, t_lower, t_upper, p_lower, p_upper, lower, upper;
    bool equivalent;
  };
  const std::vector<Row> rows{{stats_test::k_sleep_1,
                               stats_test::k_sleep_2,
                               {-3, 3},
                               0.05,
                               1.6723766606527413,
                               -5.3940035956264474,
                               0.055978914532244482,
                               2.0811496858821167e-05,
                               -3.0533814973316065,
                               -0.10661850266839384,
                               false},
                              {stats_test::k_mpg_manual,
                               stats_test::k_mpg_automatic,
                               {2, 12},
                               0.05,
                               2.7271908547277173,
                               -2.4724705973583214,
                               0.0068366856635351586,
                               0.011709227663948829,
                               3.9132558169480571,
                               10.576622725562062,
                               true},
                              {stats_test::k_mpg_manual,
                               stats_test::k_mpg_automatic,
                               {-20, 20},
                               0.01,
                               14.166446049317003,
                               -6.6321997590271522,
                               1.2765863969820732e-11,
                               1.4442036352934508e-06,
                               2.344763824331602,
                               12.145114718178519,
                               true}};
  for (const Row& row : rows) {
    const auto found = tost(moments(row.a), moments(row.b), row.bounds, row.alpha).value();
    CHECK(found.t_lower == near(row.t_lower, 1e-11));
    CHECK(found.t_upper == near(row.t_upper, 1e-11));
    CHECK(found.p_lower == near(row.p_lower, 1e-9));
    CHECK(found.p_upper == near(row.p_upper, 1e-9));
    CHECK(found.p_value == std::max(found.p_lower, found.p_upper));
    CHECK(found.interval.lower == near(row.lower, 1e-10));
    CHECK(found.interval.upper == near(row.upper, 1e-10));
    CHECK(found.equivalent == row.equivalent);
  }
}

TEST_CASE("two one-sided tests of a ratio are R's") {
  struct Row {
    std::vector<double> a, b;
    Bounds bounds;
    double t_lower, t_upper, df_lower, df_upper, p_lower, p_upper;
    bool equivalent;
  };
  const std::vector<Row> rows{{stats_test::k_mpg_manual,
                               stats_test::k_mpg_automatic,
                               {0.8, 1.25},
                               5.7718982434289572,
                               1.4549006665933901,
                               16.098873731655864,
                               21.517820400407246,
                               1.3960729082221052e-05,
                               0.91993473922602886,
                               false},
                              {stats_test::k_mpg_manual,
                               stats_test::k_mpg_automatic,
                               {1.1, 2},
                               2.8143715597392007,
                               -4.0360467265467364,
                               19.57334483200405,
                               29.104784260744385,
                               0.0054298051236804793,
                               0.00018043703754810593,
                               true},
                              {stats_test::k_sleep_2,
                               stats_test::k_sleep_1,
                               {0.5, 2},
                               2.8191170088191111,
                               0.6401451329482517,
                               12.454917114989769,
                               14.133295674364078,
                               0.0075046632493016496,
                               0.73384023042536106,
                               false}};
  for (const Row& row : rows) {
    const auto found = tost_of_ratio(moments(row.a), moments(row.b), row.bounds, 0.05).value();
    CHECK(found.t_lower == near(row.t_lower, 1e-10));
    CHECK(found.t_upper == near(row.t_upper, 1e-10));
    CHECK(found.df_lower == near(row.df_lower, 1e-11));
    CHECK(found.df_upper == near(row.df_upper, 1e-11));
    CHECK(found.p_lower == near(row.p_lower, 1e-9));
    CHECK(found.p_upper == near(row.p_upper, 1e-9));
    CHECK(found.equivalent == row.equivalent);
  }
}

TEST_CASE("equivalence needs variation and a baseline that is not 0") {
  const auto constant = moments(std::vector(5, 2.0));
  CHECK_FALSE(tost(constant, constant, {-1, 1}, 0.05).has_value());
  CHECK_FALSE(tost_of_ratio(constant, constant, {0.9, 1.1}, 0.05).has_value());
  CHECK_FALSE(tost(moments(std::vector{1.0}), moments(std::vector{1.0, 2.0}), {-1, 1}, 0.05).has_value());
  CHECK_FALSE(
      tost_of_ratio(moments(std::vector{1.0, 2.0}), moments(std::vector{-1.0, 1.0}), {0.9, 1.1}, 0.05).has_value());
}

TEST_CASE("equivalence is what the interval at 1 - 2 alpha says, whatever the scale") {
  Rng rng{44};
  for (int trial = 0; trial < 1000; ++trial) {
    const auto a = normal_samples(rng, 3 + rng.below(30), 100, 5);
    const auto b = normal_samples(rng, 3 + rng.below(30), 101, 3);
    const auto found = tost(moments(a), moments(b), {-3, 3}, 0.05).value();
    CHECK(found.equivalent == (found.interval.lower > -3 && found.interval.upper < 3));
    const double by = std::ldexp(1.0, static_cast<int>(rng.below(1800)) - 900);
    const auto scale = [by](double x) { return x * by; };
    const auto ratio = tost_of_ratio(moments(a), moments(b), {0.97, 1.03}, 0.05).value();
    const auto scaled =
        tost_of_ratio(moments(stats_test::each(a, scale)), moments(stats_test::each(b, scale)), {0.97, 1.03}, 0.05)
            .value();
    CHECK(scaled.t_lower == near(ratio.t_lower));
    CHECK(scaled.p_value == near(ratio.p_value, 1e-9));
    // Both signs changed, the ratio is the same.
    const auto mirror = [](double x) { return -x; };
    const auto mirrored =
        tost_of_ratio(moments(stats_test::each(a, mirror)), moments(stats_test::each(b, mirror)), {0.97, 1.03}, 0.05)
            .value();
    CHECK(mirrored.p_value == near(ratio.p_value));
    // The other way round, the bounds are inverted.
    const auto swapped = tost_of_ratio(moments(b), moments(a), {1 / 1.03, 1 / 0.97}, 0.05).value();
    CHECK(swapped.p_value == near(ratio.p_value, 1e-9));
  }
}
