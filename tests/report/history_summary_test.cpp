#include "moebench/report/history_summary.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "contains.hpp"

using namespace moebench;
using test::contains;

namespace {

/// `values` at commits a day apart, one level each up to `change` and from there on.
core::HistorySeries followed(const std::string& name, const std::string& machine, const std::vector<double>& values) {
  core::HistorySeries one{.name = name, .metric = "time", .unit = "us", .machine = machine};
  for (const double value : values) {
    const auto number = static_cast<std::int64_t>(one.points.size());
    one.points.push_back({.measurement = number + 1,
                          .commit = {.id = "c" + std::to_string(number),
                                     .branch = "main",
                                     .time = 1'767'225'600 + 86'400 * number,
                                     .dirty = false},
                          .value = value});
  }
  one.levels = {{.from = 0, .to = values.size(), .moments = {.n = values.size(), .mean = values.front(), .sd = {}}}};
  return one;
}

core::HistorySeries changed(core::HistorySeries one, std::size_t at, double level, core::ChangeEffect effect) {
  one.tested = true;
  one.levels.front().to = at;
  one.levels.push_back({.from = at, .to = one.points.size(), .moments = {.n = 2, .mean = level, .sd = {}}});
  one.changes.push_back({.at = at,
                         .p_value = 0.01,
                         .ratio = {},
                         .status = core::ChangeStatus::confirmed,
                         .effect = effect,
                         .parameters = {}});
  return one;
}

core::HistoryChanges history_of(std::vector<core::HistorySeries> series) {
  return {.options = {},
          .tested_series = 1,
          .least_measurements = 8,
          .alpha_of_a_test = 0.05,
          .permutations = 999,
          .series = std::move(series),
          .machine_changes = {}};
}

}  // namespace

TEST_CASE("series of one name are told apart by what differs of their machines, others have their names alone") {
  const std::string rest = "governor=performance\n";
  const auto titles = report::series_titles(history_of(
      {followed("router", "cpu_model=A\ncpu_logical_cores=4\ncpu_available=2\ncompiler=GCC 12\n" + rest, {1}),
       followed("router", "cpu_model=A\ncpu_logical_cores=8\ncpu_available=8\ncompiler=GCC 13\n", {1}),
       followed("infer", "cpu_model=A\n", {1})}));
  CHECK(titles == std::vector<std::string>{"router (2 cores, GCC 12, governor performance)",
                                           "router (8 cores, GCC 13, governor not told)", "infer"});
}

TEST_CASE("series of one name on one machine are told apart by what they measure") {
  auto other = followed("router", "cpu_model=A\n", {1});
  other.metric = "wait";
  other.unit = "ns";
  const auto titles = report::series_titles(history_of({followed("router", "cpu_model=A\n", {1}), other}));
  CHECK(titles == std::vector<std::string>{"router (time, in us)", "router (wait, in ns)"});
}

TEST_CASE("the summary tells extent and machines, and each series' newest change, those that changed first") {
  auto faster_is_worse =
      changed(followed("rate", "cpu_model=B\n", {100, 100, 50, 50}), 2, 50, core::ChangeEffect::regression);
  faster_is_worse.better = core::Better::higher;
  const auto found =
      history_of({followed("new", "cpu_model=A\n", {7, 7.7}), faster_is_worse,
                  changed(followed("quick", "cpu_model=A\n", {4, 4, 2, 2.2}), 2, 2, core::ChangeEffect::improvement)});
  const std::string text = report::history_summary(found);
  CHECK(contains(text,
                 "10 measurements of 3 results at 4 commits on main, from c0 (2026-01-01 00:00) to c3 "
                 "(2026-01-04 00:00); the mean of each is followed"));
  CHECK(contains(text, "**On what**: 2 machines or builds: A; B."));
  CHECK(contains(text, "1 of 3 series was tested"));
  CHECK(contains(text,
                 "Of 3 series, 1 regressed and 1 improved at the newest change, 0 show no change, 1 of fewer than "
                 "8 measurements was not tested."));
  CHECK(contains(text, "| rate   | regressed, confirmed | c2    |     100.0 to 50.00 us |  -50 %, worse |"));
  CHECK(contains(text, "| quick  | improved, confirmed  | c2    |     4.000 to 2.000 us | -50 %, better |"));
  CHECK(contains(text, " 7.700 us |           +10 %, worse |"));
  CHECK(text.find("| rate ") < text.find("| quick "));
  CHECK(text.find("| quick ") < text.find("| new "));
}

TEST_CASE("where nothing could be tested the summary says on what little it rests") {
  auto found = history_of({followed("new", "", {7})});
  found.tested_series = 0;
  const std::string text = report::history_summary(found);
  CHECK(contains(text, "no series has the 8 measurements that a test takes"));
  CHECK(contains(text, "1 measurement of 1 result at 1 commit on main, c0 (2026-01-01 00:00)"));
  CHECK(contains(text, "too few to test"));
}
