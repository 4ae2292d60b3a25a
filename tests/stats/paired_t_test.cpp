#include "moebench/stats/paired_t.hpp"

#include <algorithm>
#include <cmath>

#include "stats/cases.hpp"

using namespace moebench::stats;
using moebench::core::PairedTest;
using moebench::core::Rng;
using stats_test::near;

namespace {

struct ExpectedTest {
  double estimate, t, df, p_value, lower, upper;
};

void check(const PairedTest& found, const ExpectedTest& expected) {
  CHECK(found.estimate == near(expected.estimate));
  CHECK(found.t.value() == near(expected.t, 1e-11));
  CHECK(found.df == expected.df);
  CHECK(found.p_value.value() == near(expected.p_value, 1e-11));
  CHECK(found.interval.value().lower == near(expected.lower, 1e-11));
  CHECK(found.interval->upper == near(expected.upper, 1e-11));
}

}  // namespace

// R 4.2: t.test(a, b, paired = TRUE, conf.level = level).

TEST_CASE("paired t: R's sleep") {
  check(paired_t(stats_test::k_sleep_1, stats_test::k_sleep_2, 0.95),
        {-1.58, -4.062127683382037, 9, 0.002832890197384271, -2.459885763276983, -0.7001142367230173});
}

TEST_CASE("paired t: R's PlantGrowth, control and first treatment, at 90 %") {
  check(paired_t(std::vector{4.17, 5.58, 5.18, 6.11, 4.5, 4.61, 5.17, 4.53, 5.33, 5.14},
                 std::vector{4.81, 4.17, 4.41, 3.59, 5.87, 3.83, 6.03, 4.89, 4.32, 4.69}, 0.9),
        {0.371, 0.99384151305794055, 9, 0.3462672871440382, -0.31329914536666681, 1.0552991453666669});
}

TEST_CASE("paired t: two pairs, and a large offset") {
  check(paired_t(std::vector{1.0, 5.0}, std::vector{2.0, 4.5}, 0.95),
        {-0.25, -0.33333333333333331, 1, 0.79516723530086653, -9.7796535521310215, 9.2796535521310197});
  check(paired_t(std::vector{1e9 + .25, 1e9 + .5, 1e9 + .125, 1e9 + .75},
                 std::vector{1e9 + .5, 1e9 + .125, 1e9 + .25, 1e9 + .25}, 0.95),
        {0.125, 0.67936622048675743, 3, 0.54562740127465115, -0.46055426537904781, 0.71055426537904776});
}

TEST_CASE("paired t: differences that do not vary, but for rounding, have no test") {
  const PairedTest one = paired_t(std::vector{3.0}, std::vector{1.0}, 0.95);
  CHECK(one.estimate == 2);
  CHECK(one.df == 0);
  CHECK_FALSE(one.t);
  const PairedTest rounded = paired_t(std::vector{1.1, 2.1, 1000.1}, std::vector{1.0, 2.0, 1000.0}, 0.95);
  CHECK(rounded.estimate == near(0.1, 1e-10));
  CHECK_FALSE(rounded.t);
  CHECK_FALSE(rounded.p_value);
  CHECK_FALSE(rounded.interval);
  const PairedTest same = paired_t(std::vector{1.0, 2.0}, std::vector{1.0, 2.0}, 0.95);
  CHECK(same.estimate == 0);
  CHECK_FALSE(same.t);
}

TEST_CASE("paired t: swap, scale, shift, permutation") {
  Rng rng{41};
  for (int i = 0; i < 2'000; ++i) {
    const std::size_t n = 2 + rng.below(30);
    std::vector<double> a = stats_test::normal_samples(rng, n, 5, 1);
    std::vector<double> b = stats_test::normal_samples(rng, n, 5.2, 1);
    const PairedTest plain = paired_t(a, b, 0.95);
    const PairedTest swapped = paired_t(b, a, 0.95);
    CHECK(swapped.t.value() == near(-plain.t.value()));
    CHECK(swapped.p_value.value() == near(plain.p_value.value()));
    for (const double scale : {0x1p-900, 0x1p900}) {
      std::vector<double> scaled_a = a;
      std::vector<double> scaled_b = b;
      std::ranges::for_each(scaled_a, [=](double& x) { x *= scale; });
      std::ranges::for_each(scaled_b, [=](double& x) { x *= scale; });
      CHECK(paired_t(scaled_a, scaled_b, 0.95).t.value() == near(plain.t.value()));
    }
    std::ranges::reverse(a);
    std::ranges::reverse(b);
    CHECK(paired_t(a, b, 0.95).t.value() == near(plain.t.value(), 1e-9));
  }
}
