#include "moebench/stats/power.hpp"

#include <cmath>

#include "moebench/stats/moments.hpp"
#include "moebench/stats/welch.hpp"
#include "stats/cases.hpp"

using namespace moebench::stats;
using moebench::core::Power;
using moebench::core::PowerQuestion;
using moebench::core::Rng;
using stats_test::near;

// R 4.2, with va = sd_a^2 / n_a, vb = sd_b^2 / n_b, df Welch's, nc = |delta| / sqrt(va + vb), tc = qt(1 - alpha / 2,
// df): pt(tc, df, nc, lower = FALSE) + pt(-tc, df, nc), and uniroot of that minus the target power, tol = 1e-14.

TEST_CASE("power: R's noncentral t distribution") {
  const struct {
    PowerQuestion question;
    double power, df, effect;
  } cases[] = {
      {{1, 1, 20, 1, 20, 0.05, 0.8}, 0.8689530277245856, 38, 0.9091290326820805},
      {{0.5, 1, 30, 2, 15, 0.05, 0.9}, 0.13887299840526013, 17.586096256684492, 1.8810137712222967},
      {{-3, 2, 5, 1, 8, 0.01, 0.8}, 0.35098947907227751, 5.2740781507980188, 4.8438142504598725},
      {{1, 1, 2, 1, 2, 0.05, 0.5}, 0.095201755497972829, 2, 3.6285304962894824},
      {{0.1, 1, 200, 1, 200, 0.001, 0.99}, 0.010809932378602727, 398, 0.56554415318276197},
  };
  for (const auto& expected : cases) {
    const Power found = power(expected.question);
    CHECK(found.power.value() == near(expected.power, 1e-9));
    CHECK(found.df.value() == near(expected.df, 1e-12));
    CHECK(found.min_detectable_effect.value() == near(expected.effect, 1e-8));
  }
}

TEST_CASE("power: of no difference it is alpha") {
  CHECK(power({0, 1, 2, 3, 9, 0.05, 0.8}).power == 0.05);
  CHECK(power({1e-9, 1, 20, 3, 9, 0.05, 0.8}).power.value() == near(0.05, 1e-10));
  CHECK(power({1e9, 1, 20, 3, 9, 0.05, 0.8}).power.value() == near(1));
  CHECK(power({1, 1, 20, 3, 9, 0.05, 0.05}).min_detectable_effect == 0);
}

TEST_CASE("power: without variation, or of a varying side with one sample, there is none") {
  for (const PowerQuestion& question :
       {PowerQuestion{1, 0, 10, 0, 10, 0.05, 0.8}, PowerQuestion{1, 1, 1, 1, 10, 0.05, 0.8}}) {
    CHECK_FALSE(power(question).df);
    CHECK_FALSE(power(question).power);
    CHECK_FALSE(power(question).min_detectable_effect);
  }
  const Power one_sided = power({1, 1, 10, 0, 1, 0.05, 0.8});
  CHECK(one_sided.df.value() == near(9));
  CHECK(one_sided.power.value() == near(power({1, 1, 10, 0, 500, 0.05, 0.8}).power.value()));
}

TEST_CASE("power: the minimum detectable effect has the target power, either way round and at any scale") {
  Rng rng{51};
  for (int i = 0; i < 300; ++i) {
    PowerQuestion question{.delta = rng.normal(),
                           .sd_a = 0.1 + rng.uniform(),
                           .n_a = 2 + rng.below(100),
                           .sd_b = 0.1 + rng.uniform(),
                           .n_b = 2 + rng.below(100),
                           .alpha = 0.001 + 0.2 * rng.uniform(),
                           .target_power = 0.3 + 0.69 * rng.uniform()};
    const Power plain = power(question);
    PowerQuestion at_effect = question;
    at_effect.delta = plain.min_detectable_effect.value();
    CHECK(power(at_effect).power.value() == near(question.target_power, 1e-9));
    const PowerQuestion swapped{-question.delta, question.sd_b,  question.n_b,         question.sd_a,
                                question.n_a,    question.alpha, question.target_power};
    CHECK(power(swapped).power.value() == near(plain.power.value(), 1e-9));
    PowerQuestion scaled = question;
    scaled.delta *= 0x1p-800;
    scaled.sd_a *= 0x1p-800;
    scaled.sd_b *= 0x1p-800;
    CHECK(power(scaled).power.value() == near(plain.power.value(), 1e-9));
    CHECK(power(scaled).min_detectable_effect.value() == near(plain.min_detectable_effect.value() * 0x1p-800, 1e-9));
  }
}

TEST_CASE("power: as often as simulated tests find the difference") {
  Rng rng{52};
  const PowerQuestion question{1, 1, 8, 2, 14, 0.05, 0.8};
  int found = 0;
  constexpr int tests = 4'000;
  for (int i = 0; i < tests; ++i) {
    const auto a = moments(stats_test::normal_samples(rng, 8, 1, 1));
    const auto b = moments(stats_test::normal_samples(rng, 14, 0, 2));
    found += welch(a, b).value().p_value < 0.05 ? 1 : 0;
  }
  const double expected = power(question).power.value();
  // Five standard errors, and a little for Welch's df, which a sample estimates.
  CHECK(std::abs(found / double{tests} - expected) < 5 * std::sqrt(expected * (1 - expected) / tests) + 0.01);
}
