#include "moebench/gate/plan.hpp"

#include <cmath>
#include <string>

#include <doctest/doctest.h>

#include "gate/sides.hpp"
#include "moebench/core/rng.hpp"
#include "moebench/gate/rows.hpp"

using gate_test::set_of_runs;
using moebench::core::GateMetric;
using moebench::gate::plan;
using moebench::gate::PlanQuestion;

namespace {

constexpr PlanQuestion k_question{.effect = 0.05, .power = 0.8, .alpha = 0.05, .margin = 0};

void check_power(std::size_t comparisons) {
  CAPTURE(comparisons);
  moebench::core::Calibration calibration{};
  calibration.seconds_per_block = 0.5;
  calibration.rows.push_back({.name = "bench", .metric = GateMetric::p50, .sd_of_pairs = 0.04});
  const PlanQuestion question{.effect = 0.06, .power = 0.8, .alpha = 0.05, .margin = 0.03, .comparisons = comparisons};
  const auto result = plan(calibration, question);
  REQUIRE(result.has_value());
  const std::uint64_t blocks = *result->rows.at(0).needed;
  CHECK(*result->rows.at(0).seconds == doctest::Approx(0.5 * static_cast<double>(blocks)));
  moebench::core::Rng rng{3};
  constexpr int k_trials = 400;
  int found = 0;
  moebench::gate::RowOptions options;
  options.alpha = question.alpha / 3;
  for (int trial = 0; trial < k_trials; ++trial) {
    std::vector<double> candidate;
    for (std::uint64_t i = 0; i < blocks; ++i) {
      candidate.push_back(1.06 * std::exp(0.04 * rng.normal()));
    }
    // Beside the row that changed others that did not.
    auto changed = set_of_runs(candidate);
    auto baseline = set_of_runs(std::vector<double>(blocks, 1.0));
    for (std::size_t i = 1; i < comparisons; ++i) {
      std::vector<double> same;
      for (std::uint64_t block = 0; block < blocks; ++block) {
        same.push_back(std::exp(0.04 * rng.normal()));
      }
      const std::string name = "bench " + std::to_string(i);
      changed.results.push_back(set_of_runs(same, name).results.front());
      baseline.results.push_back(set_of_runs(std::vector<double>(blocks, 1.0), name).results.front());
    }
    const auto rows = moebench::gate::judge(changed, baseline, moebench::gate::Design::pairs, options);
    REQUIRE(rows->rows.size() == comparisons);
    found += rows->rows.at(0).verdict.outcome == moebench::core::Outcome::regressed ? 1 : 0;
  }
  // 80 % of 400 and three standard deviations on either side.
  CHECK(found >= 296);
  CHECK(found <= 352);
}

}  // namespace

TEST_CASE("plan: runs of each side as a power calculation has them") {
  // Logarithms with mean 0 and sd 0.02 to the last digit.
  const double step = 0.02 * std::sqrt(3.0 / 4);
  const auto set = set_of_runs({std::exp(step), std::exp(-step), std::exp(step), std::exp(-step)});
  // R: power.t.test(delta = log(1.05), sd = 0.02, power = 0.8)$n  is 3.93; the same with delta = log(1.02): 17.03.
  const auto result = plan(set, {GateMetric::p50}, k_question);
  REQUIRE(result.has_value());
  CHECK(result->rows.at(0).needed == 4);
  const auto small = plan(set, {GateMetric::p50}, {.effect = 0.02, .power = 0.8, .alpha = 0.05});
  CHECK(small->rows.at(0).needed == 18);
  CHECK_FALSE(result->interleaved);
}

TEST_CASE("plan: what was planned finds the effect as often as was asked for, among other rows too") {
  check_power(1);
  check_power(8);
}

TEST_CASE("plan: rows judged together are as many as the file has, unless said, and take more") {
  moebench::core::Calibration calibration{};
  for (const char* name : {"a", "b", "c"}) {
    calibration.rows.push_back({.name = name, .metric = GateMetric::p50, .sd_of_pairs = 0.04});
  }
  const auto planned = [&](std::size_t comparisons, double alpha) {
    return *plan(calibration, {.effect = 0.06, .power = 0.8, .alpha = alpha, .margin = 0, .comparisons = comparisons});
  };
  CHECK(planned(0, 0.05).comparisons == 3);
  CHECK(planned(0, 0.05).rows[0].needed == planned(3, 0.05).rows[0].needed);
  CHECK(*planned(1, 0.05).rows[0].needed < *planned(3, 0.05).rows[0].needed);
  // Bonferroni's level, which Holm's first step has.
  CHECK(planned(3, 0.06).rows[0].needed == planned(1, 0.02).rows[0].needed);
  auto set = set_of_runs({1, 1.02, 0.99});
  set.results.push_back(set_of_runs({1, 1.02, 0.99}, "other").results.front());
  const PlanQuestion question{.effect = 0.05, .power = 0.8, .alpha = 0.05};
  CHECK(plan(set, {GateMetric::mean, GateMetric::p50}, question)->comparisons == 2);
}

TEST_CASE("plan: an effect within the margin is never found, and none without replication") {
  const auto within =
      plan(set_of_runs({1, 2}), {GateMetric::mean}, {.effect = 0.03, .power = 0.8, .alpha = 0.05, .margin = 0.03});
  REQUIRE_FALSE(within.has_value());
  CHECK(within.error().subject == "effect");
  const auto one_run = plan(set_of_runs({1}), {GateMetric::mean}, k_question);
  REQUIRE_FALSE(one_run.has_value());
  CHECK(one_run.error().message.contains("calibrate"));
}

TEST_CASE("plan: a gate claims nothing within the noise floor, so more blocks are planned") {
  moebench::core::Calibration calibration{};
  calibration.blocks = 8;
  calibration.rows.push_back({.name = "bench", .metric = GateMetric::p50, .sd_of_pairs = 0.04});
  const PlanQuestion question{.effect = 0.06, .power = 0.8, .alpha = 0.05};
  const std::uint64_t without = *plan(calibration, question)->rows.at(0).needed;
  calibration.rows[0].noise_floor = 0.08;
  const std::uint64_t with = *plan(calibration, question)->rows.at(0).needed;
  CHECK(with > without);
  // The floor of so many blocks is below the effect, which that of eight is not.
  CHECK(std::log(1.08) * std::sqrt(8.0 / static_cast<double>(with)) < std::log(1.06));
}

TEST_CASE("plan: where each pair must lie beyond the margin, the power of that counts") {
  moebench::core::Calibration calibration{};
  calibration.rows.push_back({.name = "bench", .metric = GateMetric::p50, .sd_of_pairs = 0.04});
  // With seven pairs a claim takes all of them: of an effect of 1.75 sd that is 0.96^7 = 0.75.
  const PlanQuestion question{.effect = std::expm1(1.75 * 0.04), .power = 0.8, .alpha = 0.05};
  CHECK(*plan(calibration, question)->rows.at(0).needed == 8);
}

TEST_CASE("plan: more power, smaller effects and more noise take more") {
  const auto needed = [](double sd, double effect, double power) {
    moebench::core::Calibration calibration{};
    calibration.rows.push_back({.name = "bench", .metric = GateMetric::p50, .sd_of_pairs = sd});
    return *plan(calibration, {.effect = effect, .power = power, .alpha = 0.05})->rows.at(0).needed;
  };
  CHECK(needed(0.04, 0.05, 0.8) < needed(0.04, 0.05, 0.95));
  CHECK(needed(0.04, 0.05, 0.8) < needed(0.04, 0.03, 0.8));
  CHECK(needed(0.04, 0.05, 0.8) < needed(0.08, 0.05, 0.8));
  CHECK(needed(0, 0.05, 0.8) == 7);  // no interval exists with fewer pairs
}
