#include "moebench/report/history_report.hpp"

#include <doctest/doctest.h>

#include "moebench/report/history_chart.hpp"

using namespace moebench;
using core::HistoryChange;
using core::HistoryChanges;
using core::HistorySeries;

namespace {

core::Commit commit(std::int64_t number) {
  return {
      .id = "c" + std::to_string(number), .branch = "main", .time = 1'767'225'600 + 86'400 * number, .dirty = false};
}

/// 10, 11, 10 and then 20, 21.
HistorySeries series() {
  HistorySeries one{.name = "a|b", .metric = "time", .unit = "us", .machine = "cpu_model=A\ncpu_available=2\n"};
  for (const double value : {10.0, 11.0, 10.0, 20.0, 21.0}) {
    const auto number = static_cast<std::int64_t>(one.points.size());
    one.points.push_back({.measurement = number + 1, .commit = commit(number), .value = value});
  }
  one.tested = true;
  one.levels = {{.from = 0, .to = 3, .moments = {.n = 3, .mean = 31.0 / 3, .sd = 0.577}},
                {.from = 3, .to = 5, .moments = {.n = 2, .mean = 20.5, .sd = 0.707}}};
  one.changes = {
      {.at = 3,
       .p_value = 0.004,
       .ratio =
           core::Ratio{.estimate = 1.984, .fieller = core::Fieller{1.8, 2.2, 2, true}, .delta = {}, .delta_log = {}},
       .status = core::ChangeStatus::provisional,
       .effect = core::ChangeEffect::regression,
       .parameters = {"threads: 10 -> 20"}}};
  return one;
}

HistoryChanges changes() {
  return {.options = {},
          .tested_series = 1,
          .alpha_of_a_test = 0.05,
          .permutations = 999,
          .series = {series()},
          .machine_changes = {}};
}

}  // namespace

TEST_CASE("the chart has a line for each measurement, its level and what changed") {
  CHECK(report::history_chart(series(), 40, true) ==
        "               10.00                     21.00\n"
        "c0 2026-01-01 |o|                             | 10.00\n"
        "c1 2026-01-02 | | o                           | 11.00\n"
        "c2 2026-01-03 |o|                             | 10.00\n"
        "c3 2026-01-04 |                           o | | 20.00 <- regression, provisional\n"
        "c4 2026-01-05 |                             |o| 21.00\n");
}

TEST_CASE("the chart shows the newest measurements, down to one") {
  const std::string two = report::history_chart(series(), 2, true);
  CHECK(two.find("c2") == std::string::npos);
  CHECK(two.find("c3 2026-01-04 |o") != std::string::npos);
  const std::string one = report::history_chart(series(), 1, false);
  CHECK(one.find("c3") == std::string::npos);
  CHECK(one.find("●") != std::string::npos);
}

TEST_CASE("a hash is shortened, another name is not, and neither reaches the terminal as it is") {
  core::Commit one = commit(1);
  one.id = std::string(36, '0') + "abcd";
  one.dirty = true;
  CHECK(report::commit_text(one) == "000000000+");
  one.id = "release\x1b[31m";
  one.dirty = false;
  CHECK(report::commit_text(one) == "release\\x1b[31m");
}

TEST_CASE("the report of changes names them, their commits, ratio and test") {
  const std::string text = report::history_changes_report(changes(), "h.sqlite");
  CHECK(text.find("# Changes of the mean in h.sqlite\n\n5 measurements in 1 series, of which 1 was tested.") == 0);
  CHECK(text.find(
            "| a\\|b   | regression, provisional | c2          | c3       |        10.33 |    20.50 | us   |  1.98 |  "
            "[1.80, 2.20] | p = 0.0040 |") != std::string::npos);
  CHECK(text.find("- a|b: with the change at c3 its parameters changed, too: threads: 10 -> 20.\n") !=
        std::string::npos);
  CHECK(text.find("Machine") == std::string::npos);
}

TEST_CASE("results whose machine changed alike stand in one row") {
  HistoryChanges found = changes();
  for (const char* name : {"a", "b", "c"}) {
    found.machine_changes.push_back({.name = name,
                                     .before = commit(1),
                                     .at = commit(2),
                                     .machine_before = "cpu_model=A\n",
                                     .machine_at = "cpu_model=B\n",
                                     .differences = {"cpu_model: A -> B"}});
  }
  const std::string text = report::history_changes_report(found, "h.sqlite");
  CHECK(text.find("| a and 2 more | c1          | c2                         | cpu_model: A -> B |") !=
        std::string::npos);
}

TEST_CASE("nothing found is said") {
  HistoryChanges found = changes();
  found.series[0].changes.clear();
  found.series[0].tested = false;
  found.tested_series = 0;
  found.least_measurements = 8;
  const std::string text = report::history_changes_report(found, "h.sqlite");
  CHECK(text.find("No level changed.\n") != std::string::npos);
  CHECK(text.find("E-divisive") == std::string::npos);
  CHECK(text.find("- 1 series has fewer than 8 measurements, of which no change can be found at this level, and was "
                  "not tested.\n") != std::string::npos);
}
