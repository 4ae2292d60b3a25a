#include "moebench/stats/signed_rank.hpp"

#include <cmath>
#include <vector>

#include <doctest/doctest.h>

#include "moebench/core/rng.hpp"

using doctest::Approx;
using moebench::core::Rng;
using moebench::stats::signed_rank_below;
using moebench::stats::SignedRanks;

TEST_CASE("signed ranks: the distribution under the centre") {
  // By counting by hand: of 2^3 subsets of {1, 2, 3} the sums are 0 1 2 3 3 4 5 6.
  CHECK(signed_rank_below(-1, 3) == 0);
  CHECK(signed_rank_below(0, 3) == Approx(1.0 / 8));
  CHECK(signed_rank_below(3, 3) == Approx(5.0 / 8));
  CHECK(signed_rank_below(6, 3) == 1);
  // R: print(psignrank(c(3, 10, 52), c(6, 10, 20)), digits = 15)
  CHECK(signed_rank_below(3, 6) == Approx(0.078125).epsilon(1e-13));
  CHECK(signed_rank_below(10, 10) == Approx(0.0419921875).epsilon(1e-13));
  CHECK(signed_rank_below(52, 20) == Approx(0.0242204666137695).epsilon(1e-12));
}

TEST_CASE("signed ranks: counting reaches far into the tail, where many rows have their level") {
  // R: print(psignrank(c(700, 930, 1100), 61), digits = 15); the first by integers of any size.
  CHECK(signed_rank_below(100, 61) == Approx(2.2662705045917164e-12).epsilon(1e-12));
  CHECK(signed_rank_below(700, 61) == Approx(0.0391870927693275).epsilon(1e-12));
  CHECK(signed_rank_below(930, 61) == Approx(0.4574129178526748).epsilon(1e-12));
  CHECK(signed_rank_below(1100, 61) == Approx(0.8661719511604302).epsilon(1e-12));
  // 1, 1, 1 and 2 subsets have the sums 0, 1, 2 and 3.
  CHECK(signed_rank_below(3, 200) == std::ldexp(5.0, -200));
}

TEST_CASE("signed ranks: the series takes over where counting ends") {
  // By integers of any size.
  CHECK(signed_rank_below(6000, 201) == Approx(1.5619206850711318e-07).epsilon(0.1));
  CHECK(signed_rank_below(8500, 201) == Approx(0.022760598534724712).epsilon(1e-4));
  CHECK(signed_rank_below(10150, 201) == Approx(0.5).epsilon(1e-6));
  CHECK(signed_rank_below(11200, 201) == Approx(0.8980175766954253).epsilon(1e-6));
  // The halves mirror each other: P(V <= v) = 1 - P(V <= N - 1 - v).
  CHECK(signed_rank_below(8500, 201) + signed_rank_below(20301 - 8501, 201) == Approx(1));
}

TEST_CASE("signed ranks: estimate, interval and tests of R's wilcox.test") {
  // R: x <- c(1.83,0.50,1.62,2.48,1.68,1.88,1.55,3.06,1.30); y <- c(0.878,0.647,0.598,2.05,1.06,1.29,1.06,3.14,1.29)
  //    wilcox.test(x - y, conf.int = TRUE); wilcox.test(x - y, alternative = "greater")$p.value
  const std::vector<double> differences{1.83 - 0.878, 0.50 - 0.647, 1.62 - 0.598, 2.48 - 2.05, 1.68 - 1.06,
                                        1.88 - 1.29,  1.55 - 1.06,  3.06 - 3.14,  1.30 - 1.29};
  const SignedRanks ranks{differences};
  CHECK(ranks.centre() == Approx(0.46).epsilon(1e-12));
  const auto interval = ranks.interval(0.95);
  REQUIRE(interval.has_value());
  CHECK(interval->lower == Approx(0.01).epsilon(1e-9));
  CHECK(interval->upper == Approx(0.786).epsilon(1e-9));
  CHECK(ranks.p_above(0) == Approx(0.01953125).epsilon(1e-12));
  CHECK(ranks.p_below(0) == Approx(0.986328125).epsilon(1e-12));
}

TEST_CASE("signed ranks: too few values have no interval") {
  const std::vector<double> five{1, 2, 3, 4, 5};
  CHECK_FALSE(SignedRanks{five}.interval(0.95).has_value());
  const std::vector<double> six{1, 2, 3, 4, 5, 6};
  const auto interval = SignedRanks{six}.interval(0.95);
  REQUIRE(interval.has_value());
  CHECK(interval->lower == 1);
  CHECK(interval->upper == 6);
  CHECK(SignedRanks{std::vector<double>{2.5}}.centre() == 2.5);
}

TEST_CASE("signed ranks: ties count against a finding") {
  const std::vector<double> zeros(20, 0.0);
  const SignedRanks ranks{zeros};
  CHECK(ranks.p_above(0) == 1);
  CHECK(ranks.p_below(0) == 1);
  CHECK(ranks.interval(0.95)->lower == 0);
  CHECK(ranks.interval(0.95)->upper == 0);
}

TEST_CASE("signed ranks: the interval leaves a bound out exactly where the test rejects it") {
  Rng rng{11};
  for (int trial = 0; trial < 300; ++trial) {
    std::vector<double> values(6 + rng.below(70));
    for (double& value : values) {
      value = rng.normal();
    }
    const SignedRanks ranks{values};
    const double level = 0.5 + 0.45 * rng.uniform();
    const double bound = rng.normal() / 5;
    const auto interval = ranks.interval(level);
    REQUIRE(interval.has_value());
    CAPTURE(trial);
    CHECK((interval->lower > bound) == (ranks.p_above(bound) <= (1 - level) / 2));
    CHECK((interval->upper < bound) == (ranks.p_below(bound) <= (1 - level) / 2));
  }
}

TEST_CASE("signed ranks: intervals of symmetric noise, however heavy its tails, cover its centre") {
  constexpr int k_trials = 2000;
  int misses = 0;
  Rng rng{5};
  for (int trial = 0; trial < k_trials; ++trial) {
    std::vector<double> values(15);
    for (double& value : values) {
      value = rng.normal() / rng.normal();  // Cauchy's
    }
    const auto interval = SignedRanks{values}.interval(0.95);
    misses += interval->lower > 0 || interval->upper < 0 ? 1 : 0;
  }
  // At most 5 % of 2,000 and three standard deviations.
  CHECK(misses <= 130);
  CHECK(misses >= 50);
}
