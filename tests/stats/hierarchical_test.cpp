#include "moebench/stats/hierarchical.hpp"

#include <algorithm>
#include <cmath>

#include "stats/cases.hpp"

using namespace moebench::stats;
using moebench::core::Hierarchical;
using moebench::core::Rng;
using stats_test::near;

namespace {

using Runs = std::vector<std::vector<double>>;

Hierarchical of(const Runs& runs) {
  return hierarchical(runs, 0.95);
}

struct ExpectedRuns {
  double mean, df, lower, upper, run_mean_sd, within, raw, between, icc, f, p;
};

void check(const Hierarchical& found, const ExpectedRuns& expected) {
  CHECK(found.mean == near(expected.mean));
  CHECK(found.df == expected.df);
  CHECK(found.interval.value().lower == near(expected.lower, 1e-11));
  CHECK(found.interval->upper == near(expected.upper, 1e-11));
  CHECK(found.run_mean_sd.value() == near(expected.run_mean_sd));
  CHECK(found.within_variance.value() == near(expected.within));
  CHECK(found.between_variance_raw.value() == near(expected.raw, 1e-11));
  CHECK(found.between_variance.value() == doctest::Approx(expected.between).epsilon(1e-11));
  CHECK(found.icc.value() == doctest::Approx(expected.icc).epsilon(1e-11));
  CHECK(found.anova_f.value() == near(expected.f, 1e-11));
  CHECK(found.anova_p.value() == near(expected.p, 1e-9));
}

}  // namespace

// R 4.2: a <- anova(aov(y ~ run)); m <- tapply(y, run, mean); t.test(m); n <- table(run)
// n0 <- (sum(n) - sum(n^2) / sum(n)) / (length(n) - 1); raw <- (a[1, 3] - a[2, 3]) / n0; raw / (raw + a[2, 3]).

TEST_CASE("hierarchical: R's PlantGrowth by group") {
  check(of({{4.17, 5.58, 5.18, 6.11, 4.5, 4.61, 5.17, 4.53, 5.33, 5.14},
            {4.81, 4.17, 4.41, 3.59, 5.87, 3.83, 6.03, 4.89, 4.32, 4.69},
            {6.31, 5.12, 5.54, 5.5, 5.37, 5.29, 4.92, 6.15, 5.8, 5.26}}),
        {.mean = 5.073,
         .df = 2,
         .lower = 3.9949958533609715,
         .upper = 6.1510041466390284,
         .run_mean_sd = 0.43395506679839568,
         .within = 0.38859592592592584,
         .raw = 0.14945740740740737,
         .between = 0.14945740740740737,
         .icc = 0.27777433601515472,
         .f = 4.8460878623801351,
         .p = 0.015909958325622937});
}

TEST_CASE("hierarchical: runs of different sizes, one of a single sample") {
  check(of({{1, 2, 3}, {2}, {5, 6}}), {.mean = 3.1666666666666665,
                                       .df = 2,
                                       .lower = -1.8530948513743719,
                                       .upper = 8.1864281847077045,
                                       .run_mean_sd = 2.0207259421636903,
                                       .within = 0.83333333333333337,
                                       .raw = 4,
                                       .between = 4,
                                       .icc = 0.82758620689655171,
                                       .f = 9.8,
                                       .p = 0.048363667124063585});
}

TEST_CASE("hierarchical: a negative component is clamped to 0 and kept raw") {
  check(of({{10, 12, 9, 11}, {10.5, 10.4, 10.6, 11}, {9, 13, 10, 10}}), {.mean = 10.541666666666666,
                                                                         .df = 2,
                                                                         .lower = 10.362389469593772,
                                                                         .upper = 10.72094386373956,
                                                                         .run_mean_sd = 0.072168783648703216,
                                                                         .within = 1.5786111111111114,
                                                                         .raw = -0.38944444444444454,
                                                                         .between = 0,
                                                                         .icc = 0,
                                                                         .f = 0.013197254970966044,
                                                                         .p = 0.98690850813024134});
}

TEST_CASE("hierarchical: R's InsectSprays by spray, where p is far out") {
  check(of({{10, 7, 20, 14, 14, 12, 10, 23, 17, 20, 14, 13},
            {11, 17, 21, 11, 16, 14, 17, 17, 19, 21, 7, 13},
            {0, 1, 7, 2, 3, 1, 2, 1, 3, 0, 1, 4},
            {3, 5, 12, 6, 4, 3, 5, 5, 5, 5, 2, 4},
            {3, 5, 3, 5, 3, 6, 1, 1, 3, 2, 6, 4},
            {11, 9, 15, 22, 15, 16, 13, 10, 26, 26, 24, 13}}),
        {.mean = 9.5,
         .df = 5,
         .lower = 2.5009207562605495,
         .upper = 16.499079243739452,
         .run_mean_sd = 6.6693744500931693,
         .within = 15.381313131313153,
         .raw = 43.198779461279493,
         .between = 43.198779461279493,
         .icc = 0.73743105463684266,
         .f = 34.702282055491686,
         .p = 3.1825837261451847e-17});
}

TEST_CASE("hierarchical: what too few runs or samples cannot tell is empty") {
  const Hierarchical one_run = of({{1, 2, 3}});
  CHECK(one_run.mean == 2);
  CHECK(one_run.df == 0);
  CHECK_FALSE(one_run.interval);
  CHECK_FALSE(one_run.run_mean_sd);
  CHECK(one_run.within_variance == 1);
  CHECK_FALSE(one_run.between_variance_raw);
  CHECK_FALSE(one_run.icc);
  CHECK_FALSE(one_run.anova_f);

  const Hierarchical single_samples = of({{1}, {2}, {4}});
  CHECK(single_samples.interval);
  CHECK_FALSE(single_samples.within_variance);
  CHECK_FALSE(single_samples.between_variance);
  CHECK_FALSE(single_samples.anova_p);

  const Hierarchical no_noise = of({{1, 1}, {2, 2}});
  CHECK(no_noise.within_variance == 0);
  CHECK(no_noise.between_variance == 0.5);
  CHECK(no_noise.icc == 1);
  CHECK_FALSE(no_noise.anova_f);

  const Hierarchical nothing_varies = of({{3, 3}, {3, 3}});
  CHECK(nothing_varies.between_variance == 0);
  CHECK_FALSE(nothing_varies.icc);
  CHECK_FALSE(nothing_varies.anova_p);
}

TEST_CASE("hierarchical: shift, scale, the order of runs and of samples") {
  Rng rng{31};
  for (int i = 0; i < 1'000; ++i) {
    Runs runs(2 + rng.below(5));
    for (auto& run : runs) {
      run = stats_test::normal_samples(rng, 2 + rng.below(6), 10 + rng.normal(), 1);
    }
    const Hierarchical plain = of(runs);
    Runs mixed = runs;
    rng.shuffle(mixed);
    for (auto& run : mixed) {
      rng.shuffle(run);
    }
    CHECK(of(mixed).anova_f.value() == near(plain.anova_f.value(), 1e-9));
    CHECK(of(mixed).mean == near(plain.mean));
    for (const double scale : {0x1p-500, 0x1p500, -2.0}) {
      Runs scaled = runs;
      for (auto& run : scaled) {
        std::ranges::for_each(run, [=](double& x) { x *= scale; });
      }
      CHECK(of(scaled).anova_f.value() == near(plain.anova_f.value(), 1e-9));
      CHECK(of(scaled).within_variance.value() == near(plain.within_variance.value() * scale * scale, 1e-9));
    }
    for (auto& run : runs) {
      std::ranges::for_each(run, [](double& x) { x += 0x1p30; });
    }
    CHECK(of(runs).anova_f.value() == near(plain.anova_f.value(), 1e-4));
  }
}

TEST_CASE("hierarchical: variances that no double holds are empty while their ratio is not") {
  const Hierarchical tiny = of({{1e-300, 2e-300}, {4e-300, 5e-300}});
  CHECK_FALSE(tiny.within_variance);
  CHECK_FALSE(tiny.between_variance);
  CHECK(tiny.anova_f.value() == near(18));
  CHECK(tiny.icc.value() == near(4.25 / 4.75));
  CHECK(tiny.run_mean_sd.value() == near(3e-300 / std::sqrt(2.0)));
}

TEST_CASE("hierarchical: a series' runs without samples do not count") {
  auto result = stats_test::result_of("x", {{1, 2}, {}, {3, 5}});
  const Hierarchical found = hierarchical(result.series, 0.95);
  CHECK(found.runs == 2);
  CHECK(found.samples == 4);
  CHECK(found.mean == 2.75);
}
