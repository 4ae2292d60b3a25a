#include "moebench/stats/history_changes.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "moebench/core/rng.hpp"

using namespace moebench;
using core::ChangeEffect;
using core::ChangeStatus;
using core::HistoryChanges;
using core::Measurement;
using stats::find_history_changes;

namespace {

/// One measurement at each commit, a day apart, with a noise of 1 around 100 and around `after` from commit `step` on.
std::vector<Measurement> history(const std::string& name, std::size_t count, std::size_t step, double after,
                                 std::uint64_t seed = 1) {
  core::Rng rng{seed};
  std::vector<Measurement> all;
  for (std::size_t i = 0; i < count; ++i) {
    Measurement one;
    one.id = static_cast<std::int64_t>(i) + 1;
    one.commit = {.id = "commit" + std::to_string(i), .branch = "main", .time = 86'400 * static_cast<std::int64_t>(i)};
    one.name = name;
    one.metric = "time";
    one.unit = "us";
    one.mean = (i < step ? 100 : after) + rng.normal();
    one.machine = "cpu_model=A\n";
    all.push_back(one);
  }
  return all;
}

void append(std::vector<Measurement>& all, const std::vector<Measurement>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

}  // namespace

TEST_CASE("a step is told with the commits on its two sides, its ratio and its direction") {
  const HistoryChanges found = find_history_changes(history("a", 20, 12, 120), {});
  REQUIRE(found.series.size() == 1);
  const core::HistorySeries& series = found.series[0];
  REQUIRE(series.changes.size() == 1);
  const core::HistoryChange& change = series.changes[0];
  CHECK(change.at == 12);
  CHECK(change.effect == ChangeEffect::regression);
  CHECK(change.status == ChangeStatus::confirmed);
  REQUIRE(change.ratio.has_value());
  CHECK(change.ratio->estimate == doctest::Approx(1.2).epsilon(0.02));
  REQUIRE(change.ratio->fieller.has_value());
  CHECK(*change.ratio->fieller->lower < 1.2);
  CHECK(*change.ratio->fieller->upper > 1.2);
  CHECK(series.levels.size() == 2);
  CHECK(found.newest_regressed());
  CHECK(found.tested_series == 1);
  CHECK(found.alpha_of_a_test == 0.05);
  CHECK(found.permutations == 999);
}

TEST_CASE("the better direction and the figure decide what a rise is") {
  std::vector<Measurement> all = history("a", 20, 12, 120);
  for (Measurement& one : all) {
    one.throughput_per_sec = 1e6 / one.mean;
    one.p99 = 5;
  }
  CHECK(find_history_changes(all, {.metric = core::HistoryMetric::throughput}).series[0].changes[0].effect ==
        ChangeEffect::regression);
  CHECK(find_history_changes(all, {.metric = core::HistoryMetric::p99}).series[0].changes.empty());
  for (Measurement& one : all) {
    one.better = core::Better::higher;
  }
  const HistoryChanges found = find_history_changes(all, {});
  CHECK(found.series[0].changes[0].effect == ChangeEffect::improvement);
  CHECK_FALSE(found.newest_regressed());
}

TEST_CASE("a measurement without the figure is left out and counted") {
  std::vector<Measurement> all = history("a", 6, 6, 0);
  all[2].p50 = 1;
  const HistoryChanges found = find_history_changes(all, {.metric = core::HistoryMetric::p50});
  REQUIRE(found.series.size() == 1);
  CHECK(found.series[0].points.size() == 1);
  CHECK(found.series[0].left_out == 5);
  CHECK(find_history_changes(all, {.metric = core::HistoryMetric::p95}).series.empty());
}

TEST_CASE("a change is confirmed by as many measurements as the rule says, and not before") {
  for (const std::size_t after : {2U, 3U, 4U}) {
    CAPTURE(after);
    const HistoryChanges found = find_history_changes(history("a", 20 + after, 20, 150), {});
    REQUIRE(found.series[0].changes.size() == 1);
    CHECK(found.series[0].changes[0].status == (after < 3 ? ChangeStatus::provisional : ChangeStatus::confirmed));
    CHECK(found.newest_regressed() == (after >= 3));
  }
  const HistoryChanges strict = find_history_changes(history("a", 24, 20, 150), {.persistence = 5});
  CHECK(strict.series[0].changes[0].status == ChangeStatus::provisional);
}

TEST_CASE("a level that ended before it was confirmed was transient") {
  std::vector<Measurement> all = history("a", 30, 30, 0);
  all[14].mean += 50;
  all[15].mean += 50;
  const HistoryChanges found = find_history_changes(all, {});
  REQUIRE(found.series[0].changes.size() == 2);
  CHECK(found.series[0].changes[0].status == ChangeStatus::transient);
  CHECK(found.series[0].changes[0].effect == ChangeEffect::regression);
  CHECK(found.series[0].changes[1].status == ChangeStatus::confirmed);
  CHECK(found.series[0].changes[1].effect == ChangeEffect::improvement);
  CHECK_FALSE(found.newest_regressed());
}

TEST_CASE("a change smaller than what matters is dropped and counted") {
  const std::vector<Measurement> all = history("a", 40, 20, 108);
  CHECK(find_history_changes(all, {.min_change = 0.05}).series[0].changes.size() == 1);
  const HistoryChanges found = find_history_changes(all, {.min_change = 0.12});
  CHECK(found.series[0].changes.empty());
  CHECK(found.series[0].too_small == 1);
  CHECK(found.series[0].levels.size() == 1);
}

TEST_CASE("a machine's change begins another series and is no change of a level") {
  std::vector<Measurement> all = history("a", 24, 12, 150);
  for (std::size_t i = 12; i < all.size(); ++i) {
    all[i].machine = "compiler=G\ncpu_model=B\n";
  }
  const HistoryChanges found = find_history_changes(all, {});
  REQUIRE(found.series.size() == 2);
  CHECK(found.series[0].changes.empty());
  CHECK(found.series[1].changes.empty());
  REQUIRE(found.machine_changes.size() == 1);
  CHECK(found.machine_changes[0].before.id == "commit11");
  CHECK(found.machine_changes[0].at.id == "commit12");
  CHECK(found.machine_changes[0].differences == std::vector<std::string>{"compiler: (none) -> G", "cpu_model: A -> B"});
}

TEST_CASE("two machines in turns are two series, and the second one is met once") {
  std::vector<Measurement> all = history("a", 40, 40, 0);
  for (std::size_t i = 1; i < all.size(); i += 2) {
    all[i].machine = "cpu_model=B\n";
    all[i].mean += 40;
  }
  const HistoryChanges found = find_history_changes(all, {});
  CHECK(found.series.size() == 2);
  CHECK(found.series[0].points.size() == 20);
  CHECK(found.series[0].changes.empty());
  CHECK(found.series[1].changes.empty());
  CHECK(found.machine_changes.size() == 1);
}

TEST_CASE("points are ordered by the commit's time, then by adding, whatever order they come in") {
  std::vector<Measurement> all = history("a", 20, 12, 120);
  const HistoryChanges expected = find_history_changes(all, {});
  core::Rng rng{9};
  rng.shuffle(all);
  const HistoryChanges found = find_history_changes(all, {});
  REQUIRE(found.series[0].changes.size() == 1);
  CHECK(found.series[0].changes[0].at == expected.series[0].changes[0].at);
  CHECK(found.series[0].changes[0].p_value == expected.series[0].changes[0].p_value);
  CHECK(std::ranges::is_sorted(found.series[0].points, {},
                               [](const core::HistoryPoint& point) { return point.measurement; }));
}

TEST_CASE("a change between two measurements of one commit is not the code's") {
  std::vector<Measurement> all = history("a", 20, 12, 120);
  all[12].commit = all[11].commit;
  const HistoryChanges found = find_history_changes(all, {});
  REQUIRE(found.series[0].changes.size() == 1);
  CHECK(found.series[0].changes[0].effect == ChangeEffect::not_code);
  CHECK_FALSE(found.newest_regressed());
  all[12].commit.dirty = true;
  CHECK(find_history_changes(all, {}).series[0].changes[0].effect == ChangeEffect::regression);
}

TEST_CASE("parameters that changed with the level are named") {
  std::vector<Measurement> all = history("a", 20, 12, 120);
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i].parameters = std::string{"policy=p\nthreads="} + (i < 12 ? "10\n" : "20\nnew=1\n");
  }
  CHECK(find_history_changes(all, {}).series[0].changes[0].parameters == std::vector<std::string>{"threads: 10 -> 20"});
}

TEST_CASE("the level of a test is shared by the series that can be tested, and permutations reach it") {
  std::vector<Measurement> all;
  for (int i = 0; i < 40; ++i) {
    append(all, history("series" + std::to_string(i), 13, 13, 0, static_cast<std::uint64_t>(i) + 1));
  }
  append(all, history("short", 3, 3, 0));
  const HistoryChanges found = find_history_changes(all, {});
  CHECK(found.series.size() == 41);
  CHECK(found.tested_series == 40);
  CHECK(found.alpha_of_a_test == doctest::Approx(0.05 / 40));
  CHECK(found.permutations == 3999);
  CHECK(found.least_measurements == 13);
}

TEST_CASE(
    "where no order of so few measurements is rare enough, a series is not tested and takes no level from others") {
  // Of eight a perfect step has a p value of 2 / C(8, 4) = 0.029 at best: enough for one series, not for five.
  const std::vector<Measurement> one = history("a", 8, 4, 300);
  CHECK(find_history_changes(one, {}).series[0].changes.size() == 1);
  std::vector<Measurement> five;
  for (const char* name : {"a", "b", "c", "d", "e"}) {
    append(five, history(name, 8, 4, 300));
  }
  const HistoryChanges none = find_history_changes(five, {});
  CHECK(none.tested_series == 0);
  CHECK(none.least_measurements == 10);
  CHECK_FALSE(none.series[0].tested);
  append(five, history("long", 20, 10, 300));
  const HistoryChanges found = find_history_changes(five, {});
  CHECK(found.tested_series == 1);
  CHECK(found.alpha_of_a_test == 0.05);
  CHECK(found.series[5].changes.size() == 1);
}

// The chance of any change in 20 series without one is at most 5 %: of 100 such histories 15 or more have one with a
// chance of 1e-4 (binomial; the seeds are fixed).
TEST_CASE("the chance of any false change in all series together is at most alpha") {
  int false_alarms = 0;
  for (std::uint64_t round = 0; round < 100; ++round) {
    std::vector<Measurement> all;
    for (std::uint64_t i = 0; i < 20; ++i) {
      append(all, history("series" + std::to_string(i), 12, 12, 0, 1000 * round + i));
    }
    const HistoryChanges found = find_history_changes(all, {.min_change = 0, .seed = round});
    const auto changed = [](const core::HistorySeries& series) { return !series.changes.empty(); };
    false_alarms += std::ranges::any_of(found.series, changed) ? 1 : 0;
  }
  CHECK(false_alarms < 15);
}

TEST_CASE("nothing measured gives no series") {
  const HistoryChanges found = find_history_changes({}, {});
  CHECK(found.series.empty());
  CHECK(found.machine_changes.empty());
  CHECK_FALSE(found.newest_regressed());
}
