#include "moebench/stats/effect_size.hpp"

#include <cmath>
#include <optional>

#include "moebench/stats/moments.hpp"
#include "moebench/stats/noncentral_t.hpp"
#include "moebench/stats/welch.hpp"
#include "stats/cases.hpp"

using namespace moebench::stats;
using moebench::core::Estimate;
using moebench::core::Moments;
using stats_test::near;

namespace {

void check_estimate(const std::optional<Estimate>& effect, double value, double lower, double upper) {
  const Estimate& found = effect.value();
  CHECK(found.value == near(value, 1e-11));
  CHECK(found.interval.value().lower == near(lower, 1e-9));
  CHECK(found.interval.value().upper == near(upper, 1e-9));
}

}  // namespace

// The expected values: mpmath with quadrature of the noncentral t; R effectsize 0.8.3 cohens_d, hedges_g, glass_delta.

TEST_CASE("effect sizes of the sleep data agree with R effectsize") {
  const auto found = effect_sizes(moments(stats_test::k_sleep_1), moments(stats_test::k_sleep_2), 0.95);
  check_estimate(found.cohens_d_pooled, -0.8321810813495396, -1.7388168991067483, 0.0954503982114288);
  check_estimate(found.hedges_g, -0.7969352391911207, -1.6651717906780383, 0.09140773280516587);
  check_estimate(found.cohens_d_av, -0.8321810813495396, -1.7391892424685556, 0.09606144284004899);
  check_estimate(found.glass_delta, -0.7891127469590895, -1.676428071297829, 0.13445542608531513);
  CHECK(found.hedges_j.value() == near(0.957646427023718));
}

TEST_CASE("effect sizes of two samples a side use the exact correction and small degrees of freedom") {
  const auto found = effect_sizes(moments(std::vector{1.0, 2.0}), moments(std::vector{4.0, 8.0}), 0.95);
  check_estimate(found.cohens_d_pooled, -2.182820625326997, -4.875318401652705, 0.6917889669596712);
  check_estimate(found.hedges_g, -1.2315246595626912, -2.7506038586911523, 0.3903001291719094);
  check_estimate(found.cohens_d_av, -2.182820625326997, -5.2828135329423676, 1.0196504768758612);
  check_estimate(found.glass_delta, -1.590990257669732, -3.922454709900163, 0.7901870399704848);
  CHECK(found.hedges_j.value() == near(0.5641895835477563));  // 1 / sqrt(pi); the approximation would give 0.5714
}

TEST_CASE("effect sizes of the published summaries hold at a noncentrality of 469") {
  const Moments pytorch{.n = 10000, .mean = 5.1137684, .sd = 0.9747545790661263};
  const Moments aprender{.n = 10000, .mean = 0.53, .sd = 0.07};
  const auto found = effect_sizes(pytorch, aprender, 0.95);
  check_estimate(found.cohens_d_pooled, 6.633235370543614, 6.562548993550665, 6.703888823106511);
  check_estimate(found.hedges_g, 6.632986595711763, 6.562302869761718, 6.703637398466565);
  check_estimate(found.cohens_d_av, 6.633235370543614, 6.537642880301603, 6.728784375420687);
  check_estimate(found.glass_delta, 65.4824057142857, 64.53428301742223, 66.43009714549122);
  CHECK(effect_sizes(aprender, pytorch, 0.95).cohens_d_pooled.value().value == near(-6.633235370543614));
}

TEST_CASE("intervals of sides with unequal sizes are those of the noncentrality at the t of Welch") {
  // Both scales make the effect's t statistic Welch's: sqrt(hn) times the effect's sd is the standard error.
  const Moments a = moments(stats_test::k_mpg_manual);
  const Moments b = moments(stats_test::k_mpg_automatic);
  const auto found = effect_sizes(a, b, 0.95);
  const auto test = welch(a, b).value();
  const auto check = [&](const Estimate& effect, double df) {
    const auto ncp = noncentrality_interval(test.t, df, 0.95);
    CHECK(effect.interval.value().lower == near(ncp.lower * effect.value / test.t, 1e-9));
    CHECK(effect.interval.value().upper == near(ncp.upper * effect.value / test.t, 1e-9));
  };
  check(found.glass_delta.value(), 18);
  check(found.cohens_d_av.value(), test.df);
}

TEST_CASE("swapping the sides turns the sign of the symmetric effect sizes and of their limits") {
  const Moments a = moments(stats_test::k_mpg_manual);
  const Moments b = moments(stats_test::k_mpg_automatic);
  const auto forth = effect_sizes(a, b, 0.95);
  const auto back = effect_sizes(b, a, 0.95);
  for (const auto member : {&moebench::core::EffectSizes::cohens_d_pooled, &moebench::core::EffectSizes::cohens_d_av,
                            &moebench::core::EffectSizes::hedges_g}) {
    CHECK((back.*member).value().value == near(-(forth.*member).value().value));
    CHECK((back.*member).value().interval.value().lower == near(-(forth.*member).value().interval.value().upper));
    CHECK((back.*member).value().interval.value().upper == near(-(forth.*member).value().interval.value().lower));
  }
}

TEST_CASE("there are no effect sizes without variation and no Glass delta without that of the baseline") {
  const auto constant = effect_sizes({.n = 5, .mean = 5, .sd = 0.0}, {.n = 5, .mean = 6, .sd = 0.0}, 0.95);
  const auto single = effect_sizes({.n = 1, .mean = 5, .sd = {}}, {.n = 5, .mean = 6, .sd = 1.0}, 0.95);
  for (const auto& none : {constant, single}) {
    CHECK_FALSE(none.cohens_d_pooled.has_value());
    CHECK_FALSE(none.cohens_d_av.has_value());
    CHECK_FALSE(none.hedges_g.has_value());
    CHECK_FALSE(none.glass_delta.has_value());
    CHECK_FALSE(none.hedges_j.has_value());
  }
  const auto found = effect_sizes({.n = 5, .mean = 5, .sd = 1.0}, {.n = 5, .mean = 6, .sd = 0.0}, 0.95);
  CHECK_FALSE(found.glass_delta.has_value());
  CHECK(found.cohens_d_pooled.value().value == near(-1.4142135623730951));
}

TEST_CASE("an effect that no double holds is empty and one at the end of doubles ends") {
  const auto beyond = effect_sizes({.n = 5, .mean = 1e300, .sd = 1e-300}, {.n = 5, .mean = 0, .sd = 0.0}, 0.95);
  CHECK_FALSE(beyond.cohens_d_pooled.has_value());
  CHECK_FALSE(beyond.hedges_g.has_value());
  const auto huge = effect_sizes({.n = 5, .mean = 1e300, .sd = 1.0}, {.n = 5, .mean = 0, .sd = 1.0}, 0.95);
  CHECK(huge.cohens_d_pooled.value().value == near(1e300));
  CHECK(huge.cohens_d_pooled.value().interval.value().lower < 1e300);
  CHECK(huge.cohens_d_pooled.value().interval.value().upper > 1e300);
}

TEST_CASE("a large offset takes no digit from an effect") {
  const auto found =
      effect_sizes(moments(std::vector{1e9, 1e9 + 1, 1e9 + 1}), moments(std::vector{1e9, 1e9, 1e9 + 1}), 0.95);
  CHECK(found.cohens_d_pooled.value().value == near(std::sqrt(1.0 / 3), 1e-14));  // (1 / 3) / sqrt(1 / 3)
}

TEST_CASE("effect sizes have no unit") {
  const auto small = effect_sizes({.n = 8, .mean = 1e-300, .sd = 5e-301}, {.n = 9, .mean = 2e-300, .sd = 4e-301}, 0.95);
  const auto large = effect_sizes({.n = 8, .mean = 1e300, .sd = 5e299}, {.n = 9, .mean = 2e300, .sd = 4e299}, 0.95);
  CHECK(small.cohens_d_pooled.value().value == near(large.cohens_d_pooled.value().value));
  CHECK(small.glass_delta.value().value == near(-2.5));
}
