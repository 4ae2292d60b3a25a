// What a gate's report says beside its table: how much more measuring a row takes, figures that point the other way, a
// time budget that was too short.
#include "moebench/report/gate_report.hpp"

#include <cstdint>
#include <optional>
#include <string>

#include <doctest/doctest.h>

#include "contains.hpp"

using moebench::core::GateMetric;
using moebench::core::GateReport;
using moebench::core::GateRow;
using moebench::core::Outcome;
using moebench::report::gate_report;
using test::contains;

namespace {

GateRow gate_row(const std::string& name, double ratio, std::optional<std::uint64_t> runs_needed = {}) {
  return {.metric = GateMetric::p50,
          .unit = "us",
          .better = moebench::core::Better::lower,
          .candidate = {.name = name, .runs = 10, .figure = 100},
          .baseline = {.name = name, .runs = 10, .figure = 100},
          .ratio = moebench::core::Estimate{.value = ratio, .interval = moebench::core::Interval{0.9, 1.1}},
          .slower = {},
          .faster = {},
          .verdict = {.outcome = Outcome::inconclusive, .replicated = true, .margin = {0.97, 1.03}, .reason = "open"},
          .claims = {0.97, 1.03},
          .runs_needed = runs_needed};
}

GateReport report_of(std::vector<GateRow> rows, const std::string& shortage = "") {
  return {.candidate = "new",
          .baseline = "old",
          .interleaved = true,
          .schedule =
              moebench::core::GateSchedule{
                  .looks = {10, 20, 40}, .taken = 1, .stopped = "the time budget was used up", .shortage = shortage},
          .blocks = 10,
          .seconds = 20,
          .rows = std::move(rows)};
}

}  // namespace

TEST_CASE("the blocks that a row still needs are told roughly") {
  const auto told = [](std::uint64_t needed) { return gate_report(report_of({gate_row("a", 1, needed)})); };
  CHECK(contains(told(47), "a p50: open; about 47 blocks would settle it.\n"));
  CHECK(contains(told(121), "about 130 blocks would settle it"));
  CHECK(contains(told(999), "about 1,000 blocks would settle it"));
  CHECK(contains(told(1001),
                 "it would take more blocks than is practical (over 1,000): longer runs (more rounds or iterations in "
                 "each process), a quieter machine or a wider margin would help"));
  CHECK_FALSE(contains(told(1'000'000), "1,000,000"));
  GateReport files = report_of({gate_row("a", 1, 12)});
  files.interleaved = false;
  CHECK(contains(gate_report(files), "about 12 runs of each side would settle it"));
}

TEST_CASE("a change that points another way than the figures is explained, and no other") {
  GateRow other_way = gate_row("other", 0.99);
  other_way.candidate.figure = 101;
  GateRow same_way = gate_row("same", 1.01);
  same_way.candidate.figure = 101;
  const std::string text = gate_report(report_of({same_way, other_way}));
  CHECK(contains(text, "Change and figures point different ways (other p50). Change is what is judged"));
  CHECK_FALSE(contains(gate_report(report_of({same_way, gate_row("equal", 0.99)})), "point different ways"));
  other_way.ratio->value = 0.9999;  // shown as no change at all
  CHECK_FALSE(contains(gate_report(report_of({other_way})), "point different ways"));
}

TEST_CASE("what a short time budget did not allow is told in a paragraph") {
  CHECK(contains(gate_report(report_of({gate_row("a", 1)}, "a block took 2 s")), "\nTime: a block took 2 s.\n"));
  CHECK_FALSE(contains(gate_report(report_of({gate_row("a", 1)})), "Time:"));
}

TEST_CASE("a margin is told in percent, however wide") {
  GateRow row = gate_row("a", 1);
  row.verdict.margin = {0.25, 4};
  CHECK(contains(gate_report(report_of({row})), "| 300 %, noise floor 3 % |"));
}
