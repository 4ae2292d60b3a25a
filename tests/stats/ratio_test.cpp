#include "moebench/stats/ratio.hpp"

#include "moebench/stats/moments.hpp"
#include "stats/cases.hpp"

using namespace moebench::stats;
using moebench::core::Moments;
using stats_test::near;

TEST_CASE("the ratio of the mtcars mileages has the intervals of R mratios and of the delta method") {
  // Fieller with Satterthwaite's df at the estimated ratio, the default of R mratios::ttestratio; checked in R by
  // finding the roots of T(ratio)^2 = q^2.
  const auto ratio =
      ratio_of_means(moments(stats_test::k_mpg_manual), moments(stats_test::k_mpg_automatic), 0.95).value();
  CHECK(ratio.estimate == near(1.4225102705765689));
  const auto fieller = ratio.fieller.value();
  CHECK(fieller.bounded);
  CHECK(fieller.df == near(23.747362423846365, 1e-10));
  CHECK(fieller.lower.value() == near(1.18149865597776, 1e-10));
  CHECK(fieller.upper.value() == near(1.6958068139969262, 1e-10));
  CHECK(ratio.delta.value().lower == near(1.1673072719363848, 1e-10));
  CHECK(ratio.delta.value().upper == near(1.677713269216753, 1e-10));
  CHECK(ratio.delta_log.value().lower == near(1.1888896851987456, 1e-10));
  CHECK(ratio.delta_log.value().upper == near(1.702038040272467, 1e-10));
}

TEST_CASE("a baseline that may be 0 leaves the ratio without bounds") {
  const auto ratio = ratio_of_means(moments(stats_test::k_sleep_2), moments(stats_test::k_sleep_1), 0.95).value();
  CHECK(ratio.estimate == near(3.1066666666666665));
  const auto fieller = ratio.fieller.value();
  CHECK_FALSE(fieller.bounded);
  CHECK_FALSE(fieller.lower.has_value());
  CHECK_FALSE(fieller.upper.has_value());
  CHECK(fieller.df == near(11.297415711888576, 1e-10));
  CHECK(ratio.delta.value().lower == near(-2.3580521945363695, 1e-10));
  CHECK(ratio.delta.value().upper == near(8.571385527869703, 1e-10));
  CHECK(ratio.delta_log.value().lower == near(0.5350049197556178, 1e-10));
  CHECK(ratio.delta_log.value().upper == near(18.039792572723222, 1e-10));
}

TEST_CASE("the ratio of the published summaries keeps its intervals apart from 1") {
  // mpmath, on n = 10000, mean and sd of both sides.
  const auto ratio = ratio_of_means({.n = 10000, .mean = 5.1137684, .sd = 0.9747545790661263},
                                    {.n = 10000, .mean = 0.53, .sd = 0.07}, 0.95)
                         .value();
  CHECK(ratio.estimate == near(9.648619622641508));
  CHECK(ratio.fieller.value().df == near(17801.62387711789));
  CHECK(ratio.fieller.value().lower.value() == near(9.604826656424711));
  CHECK(ratio.fieller.value().upper.value() == near(9.69254191838065));
  CHECK(ratio.delta.value().lower == near(9.604762186300585));
  CHECK(ratio.delta.value().upper == near(9.692477058982432));
  CHECK(ratio.delta_log.value().lower == near(9.604861711608127));
  CHECK(ratio.delta_log.value().upper == near(9.69257688633977));
}

TEST_CASE("the ratio is undefined when the mean of the baseline is 0 or the quotient overflows") {
  CHECK_FALSE(ratio_of_means({.n = 3, .mean = 1, .sd = 1.0}, {.n = 3, .mean = 0, .sd = 1.0}, 0.95).has_value());
  CHECK_FALSE(ratio_of_means({.n = 3, .mean = 0, .sd = 1.0}, {.n = 3, .mean = 0, .sd = 1.0}, 0.95).has_value());
  CHECK_FALSE(
      ratio_of_means({.n = 3, .mean = 1e300, .sd = 1.0}, {.n = 3, .mean = 1e-300, .sd = 0.0}, 0.95).has_value());
}

TEST_CASE("a ratio without spread on either side has an estimate alone") {
  const Moments five{.n = 5, .mean = 5, .sd = 0.0};
  const Moments six{.n = 5, .mean = 6, .sd = 0.0};
  const auto constant = ratio_of_means(five, six, 0.95).value();
  CHECK(constant.estimate == near(5.0 / 6));
  CHECK_FALSE(constant.fieller.has_value());
  CHECK_FALSE(constant.delta.has_value());
  CHECK_FALSE(constant.delta_log.has_value());
  const auto single = ratio_of_means({.n = 1, .mean = 5, .sd = {}}, {.n = 5, .mean = 6, .sd = 1.0}, 0.95).value();
  CHECK(single.estimate == near(5.0 / 6));
  CHECK_FALSE(single.fieller.has_value());
}

TEST_CASE("a ratio that is not positive has no interval on the logarithm") {
  const auto negative = ratio_of_means({.n = 5, .mean = -5, .sd = 1.0}, {.n = 5, .mean = 6, .sd = 1.0}, 0.95).value();
  CHECK(negative.fieller.value().bounded);
  CHECK(negative.delta.has_value());
  CHECK_FALSE(negative.delta_log.has_value());
  const auto zero = ratio_of_means({.n = 5, .mean = 0, .sd = 0.0}, {.n = 5, .mean = 6, .sd = 1.0}, 0.95).value();
  CHECK(zero.estimate == 0);
  CHECK_FALSE(zero.delta.has_value());
}

TEST_CASE("swapping the sides turns the Fieller interval over") {
  const Moments a = moments(stats_test::k_mpg_manual);
  const Moments b = moments(stats_test::k_mpg_automatic);
  const auto forth = ratio_of_means(a, b, 0.95).value();
  const auto back = ratio_of_means(b, a, 0.95).value();
  CHECK(back.estimate == near(1 / forth.estimate));
  CHECK(back.fieller.value().lower.value() == near(1 / forth.fieller.value().upper.value()));
  CHECK(back.fieller.value().upper.value() == near(1 / forth.fieller.value().lower.value()));
  CHECK(back.delta_log.value().lower == near(1 / forth.delta_log.value().upper));
}

TEST_CASE("a quotient is held in full or not given") {
  CHECK(quotient(3, 4) == 0.75);
  CHECK(quotient(0, 4) == 0.0);
  CHECK_FALSE(quotient(3, 0).has_value());
  CHECK_FALSE(quotient(0, 0).has_value());
  CHECK_FALSE(quotient(1e300, 1e-300).has_value());
  CHECK_FALSE(quotient(1e-300, 1e300).has_value());  // 0 as a double
  CHECK_FALSE(quotient(1e-160, 1e155).has_value());  // below the smallest double with all its digits
}
