#include "moebench/stats/paired_speedup.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "stats/cases.hpp"

using namespace moebench::stats;
using moebench::core::BenchmarkResult;
using moebench::core::Better;
using moebench::core::Rng;
using moebench::core::Speedup;
using stats_test::near;
using stats_test::result_of;

namespace {

using Runs = std::vector<std::vector<double>>;

// Darwin's maize: heights in inches of fifteen pairs, crossed and self-fertilised (Fisher, The Design of Experiments,
// 1935, chapter 3, whose paired t of the differences is 2.148).
const std::vector<double> k_crossed{23.5,  12,     21,    22, 19.125, 21.5, 22.125, 20.375,
                                    18.25, 21.625, 23.25, 21, 22.125, 23,   12};
const std::vector<double> k_selfed{17.375, 20.375, 20,    20, 18.375, 18.625, 18.625, 15.25,
                                   16.5,   18,     16.25, 18, 12.75,  15.5,   18};

Speedup speedup_of(Runs candidate, Runs baseline) {
  return paired_speedup(result_of("a", std::move(candidate)), result_of("b", std::move(baseline)), 0.95).value();
}

bool has_speedup(Runs candidate, Runs baseline) {
  return paired_speedup(result_of("a", std::move(candidate)), result_of("b", std::move(baseline)), 0.95).has_value();
}

Runs one_sample_each(const std::vector<double>& samples) {
  Runs runs;
  for (const double sample : samples) {
    runs.push_back({sample});
  }
  return runs;
}

Runs scaled(Runs runs, double by) {
  for (auto& run : runs) {
    std::ranges::transform(run, run.begin(), [by](double x) { return x * by; });
  }
  return runs;
}

void check_near(const Speedup& found, double value, double lower, double upper, double relative = 1e-12) {
  CHECK(found.speedup.value == near(value, relative));
  CHECK(found.speedup.interval.value().lower == near(lower, relative));
  CHECK(found.speedup.interval.value().upper == near(upper, relative));
}

/// Skewed positive times in `count` runs of different lengths.
Runs random_runs(Rng& rng, std::size_t count) {
  Runs runs(count);
  for (auto& run : runs) {
    run.resize(1 + rng.below(5));
    std::ranges::generate(run, [&] { return std::exp(0.3 * rng.normal()); });
  }
  return runs;
}

}  // namespace

TEST_CASE("the paired speedup of rounds in one process is the geometric mean with the interval of Student on logs") {
  // SciPy 1.10: l = log(selfed / crossed); exp(mean(l)); exp(stats.t.interval(.95, 14, mean(l), stats.sem(l)))
  const auto found = speedup_of({k_crossed}, {k_selfed});
  check_near(found, 0.8810763826548396, 0.7544951725515426, 1.0288940477205044);
  CHECK(found.name == "a");
  CHECK(found.baseline == "b");
  CHECK(found.level == 0.95);
  CHECK(found.pairs == 15);
  CHECK_FALSE(found.between_runs);
}

TEST_CASE("runs of one sample each pair up as rounds do but are replicated") {
  const auto found = speedup_of(one_sample_each(k_crossed), one_sample_each(k_selfed));
  check_near(found, 0.8810763826548396, 0.7544951725515426, 1.0288940477205044);
  CHECK(found.pairs == 15);
  CHECK(found.between_runs);
}

TEST_CASE("each run counts once with the mean of its samples") {
  // Run means 2, 3, 5 and 5, 6, 11. SciPy 1.10:
  // l = log([5/2, 6/3, 11/5]); exp(mean(l)); exp(stats.t.interval(.9, 2, mean(l), stats.sem(l)))
  const auto found = paired_speedup(result_of("a", {{1, 2, 3}, {3}, {4, 6}}),
                                    result_of("b", {{4, 6}, {5, 5, 8}, {10, 11, 12, 11}}), 0.9)
                         .value();
  check_near(found, 2.2239800905693157, 1.8414252691327808, 2.6860104106087674);
  CHECK(found.level == 0.9);
  CHECK(found.pairs == 3);
}

TEST_CASE("where higher is better the speedup is the candidate over the baseline") {
  auto candidate = result_of("a", {k_crossed});
  auto baseline = result_of("b", {k_selfed});
  candidate.series.better = baseline.series.better = Better::higher;
  check_near(paired_speedup(candidate, baseline, 0.95).value(), 1 / 0.8810763826548396, 1 / 1.0288940477205044,
             1 / 0.7544951725515426);
}

TEST_CASE("swapping the arms inverts the paired speedup and its interval") {
  Rng rng{51};
  for (int trial = 0; trial < 100; ++trial) {
    const std::size_t count = 2 + rng.below(8);
    const Runs a = random_runs(rng, count);
    const Runs b = random_runs(rng, count);
    const auto forth = speedup_of(a, b);
    const auto& limits = forth.speedup.interval.value();
    check_near(speedup_of(b, a), 1 / forth.speedup.value, 1 / limits.upper, 1 / limits.lower);
  }
}

TEST_CASE("scaling both arms leaves the paired speedup and scaling one scales it") {
  Rng rng{52};
  for (int trial = 0; trial < 100; ++trial) {
    const std::size_t count = 2 + rng.below(8);
    const Runs a = random_runs(rng, count);
    const Runs b = random_runs(rng, count);
    const double by = std::exp(20 * rng.normal());
    const auto before = speedup_of(a, b);
    const auto& [lower, upper] = before.speedup.interval.value();
    check_near(speedup_of(scaled(a, by), scaled(b, by)), before.speedup.value, lower, upper);
    check_near(speedup_of(scaled(a, by), b), before.speedup.value / by, lower / by, upper / by);
    check_near(speedup_of(a, scaled(b, by)), before.speedup.value * by, lower * by, upper * by);
  }
}

TEST_CASE("the order of the runs does not matter as long as they stay paired") {
  Rng rng{53};
  for (int trial = 0; trial < 100; ++trial) {
    Runs a = random_runs(rng, 6);
    Runs b = random_runs(rng, 6);
    const auto before = speedup_of(a, b);
    std::vector<std::size_t> order{0, 1, 2, 3, 4, 5};
    rng.shuffle(order);
    Runs a_again, b_again;
    for (const std::size_t i : order) {
      a_again.push_back(a[i]);
      b_again.push_back(b[i]);
    }
    const auto& [lower, upper] = before.speedup.interval.value();
    check_near(speedup_of(a_again, b_again), before.speedup.value, lower, upper);
  }
  // Other pairs have the same geometric mean and another interval.
  const auto paired = speedup_of({{1}, {2}, {4}}, {{2}, {4}, {9}});
  const auto crossed = speedup_of({{1}, {2}, {4}}, {{9}, {4}, {2}});
  CHECK(crossed.speedup.value == near(paired.speedup.value));
  CHECK(crossed.speedup.interval.value().upper > 10 * paired.speedup.interval.value().upper);
}

TEST_CASE("what slows both arms of a run alike changes nothing") {
  Rng rng{54};
  for (int trial = 0; trial < 100; ++trial) {
    Runs a = random_runs(rng, 5);
    Runs b = random_runs(rng, 5);
    const auto before = speedup_of(a, b);
    for (std::size_t i = 0; i < a.size(); ++i) {
      const double slower = std::exp(3 * rng.normal());
      for (Runs* side : {&a, &b}) {
        std::ranges::transform((*side)[i], (*side)[i].begin(), [slower](double x) { return x * slower; });
      }
    }
    const auto& [lower, upper] = before.speedup.interval.value();
    check_near(speedup_of(a, b), before.speedup.value, lower, upper);
  }
}

TEST_CASE("the arms stay as they were") {
  const auto a = result_of("a", {{3, 1, 2}, {2, 5}});
  const auto b = result_of("b", {{6, 4}, {9, 8, 7}});
  const auto a_before = a.series;
  const auto b_before = b.series;
  CHECK(paired_speedup(a, b, 0.95).has_value());
  CHECK(a.series == a_before);
  CHECK(b.series == b_before);
}

TEST_CASE("the interval of a paired speedup covers the true ratio although runs differ far more than arms") {
  // 4000 repetitions have a standard error of 0.34 %. Both arms' samples have one spread, so the means of four have the
  // ratio of the geometric means. A disturbance of a factor e either way is common to a run's arms.
  constexpr int repetitions = 4000;
  constexpr double truth = 1.03;
  Rng rng{55};
  int covered = 0;
  int above_1 = 0;
  for (int i = 0; i < repetitions; ++i) {
    Runs candidate(5), baseline(5);
    for (std::size_t run = 0; run < 5; ++run) {
      const double state = std::exp(rng.normal());
      for (int sample = 0; sample < 4; ++sample) {
        candidate[run].push_back(state * std::exp(0.02 * rng.normal()));
        baseline[run].push_back(state * truth * std::exp(0.02 * rng.normal()));
      }
    }
    const auto interval = speedup_of(std::move(candidate), std::move(baseline)).speedup.interval.value();
    covered += interval.lower <= truth && truth <= interval.upper ? 1 : 0;
    above_1 += interval.lower > 1 ? 1 : 0;
  }
  CHECK(std::abs(covered / static_cast<double>(repetitions) - 0.95) < 0.015);
  // An interval over runs that are not paired would be e wide and never say so.
  CHECK(above_1 > repetitions / 2);
}

TEST_CASE("one pair has a ratio without an interval") {
  const auto found = speedup_of({{3}}, {{12}});
  CHECK(found.speedup.value == 4);
  CHECK_FALSE(found.speedup.interval.has_value());
  CHECK(found.pairs == 1);
  CHECK_FALSE(found.between_runs);
}

TEST_CASE("times that differ by the same factor in every run have no interval") {
  for (const double by : {1.0, 2.0, 0.1, 1.1, 1e-7}) {
    const Runs runs{{3, 4}, {5.1}, {7, 9, 11}};
    const auto found = speedup_of(runs, scaled(runs, by));
    CHECK(found.speedup.value == near(by));
    CHECK_FALSE(found.speedup.interval.has_value());
    CHECK(found.pairs == 3);
  }
}

TEST_CASE("times that differ by the same factor but for a billionth have an interval") {
  check_near(speedup_of({{3}, {5}}, {{6}, {10.00000001}}), 2.000000001, 1.9999999882937942, 2.000000013706206, 1e-13);
}

TEST_CASE("figures that are not times may agree exactly") {
  auto candidate = result_of("a", {{4}, {6}});
  auto baseline = result_of("b", {{2}, {3}});
  for (BenchmarkResult* side : {&candidate, &baseline}) {
    side->series.unit = "requests";
    side->series.better = Better::higher;
  }
  check_near(paired_speedup(candidate, baseline, 0.95).value(), 2, 2, 2);
}

TEST_CASE("an interval beyond what doubles hold is not given") {
  const auto found = speedup_of({{1}, {1}}, {{1e-100}, {1e100}});
  CHECK(found.speedup.value == near(1));
  CHECK_FALSE(found.speedup.interval.has_value());
  CHECK_FALSE(has_speedup({{1e-200}, {1}}, {{1e200}, {1}}));
}

TEST_CASE("arms that cannot be paired have no speedup") {
  CHECK(has_speedup({{1}, {2}}, {{1}, {3}}));
  CHECK_FALSE(has_speedup({}, {}));
  CHECK_FALSE(has_speedup({{}}, {{}}));
  CHECK_FALSE(has_speedup({{1}, {}}, {{1}, {}}));
  CHECK_FALSE(has_speedup({{1}, {2}}, {{1}, {}}));
  CHECK_FALSE(has_speedup({{1}, {2}}, {{1}, {2}, {3}}));
  CHECK_FALSE(has_speedup({{1}}, {{1}, {2}}));
  CHECK_FALSE(has_speedup({{1, 2}}, {{1}}));
  CHECK_FALSE(has_speedup({{1, 2}}, {{1}, {2}}));
  CHECK_FALSE(paired_speedup(stats_test::reported_result("a", 5, 1, 0.1), result_of("b", {{1}}), 0.95).has_value());
}

TEST_CASE("arms of another unit or direction have no speedup") {
  const auto candidate = result_of("a", {{1}, {2}});
  auto baseline = result_of("b", {{1}, {2}});
  baseline.series.unit = "requests";
  CHECK_FALSE(paired_speedup(candidate, baseline, 0.95).has_value());
  baseline.series.unit = "us";
  baseline.series.better = Better::higher;
  CHECK_FALSE(paired_speedup(candidate, baseline, 0.95).has_value());
}

TEST_CASE("figures that are not above zero have no speedup") {
  CHECK_FALSE(has_speedup({{1}, {0}}, {{1}, {1}}));
  CHECK_FALSE(has_speedup({{1}, {1}}, {{1}, {0}}));
  CHECK_FALSE(has_speedup({{1}, {-1}}, {{1}, {-1}}));
  CHECK_FALSE(has_speedup({{1}, {-1}}, {{1}, {1}}));
  CHECK_FALSE(has_speedup({{1}, {-1, 1}}, {{1}, {1}}));
  CHECK_FALSE(has_speedup({{1, 0}}, {{1, 1}}));
  CHECK(has_speedup({{1}, {-1, 3}}, {{1}, {1}}));  // the mean of that run is above 0
}
