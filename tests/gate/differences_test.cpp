#include "moebench/gate/differences.hpp"

#include <doctest/doctest.h>

#include "gate/sides.hpp"

using gate_test::set_of_runs;
using moebench::core::ResultSet;
using moebench::core::Scalar;
using moebench::gate::Change;
using moebench::gate::differences;
using moebench::gate::what_differs;

namespace {

ResultSet measured_on(const char* cpu) {
  ResultSet set = set_of_runs({1, 2});
  set.environment.facts.set("cpu_model", cpu);
  set.environment.facts.set("compiler", "GCC 12");
  set.config.set("warmup_iterations", 100);
  set.config.set("timestamp", "2026-01-01T00:00:00Z");
  set.results.front().params.set("threads", 2);
  set.results.front().params.set("logit", Scalar{0.5});
  return set;
}

std::vector<moebench::core::GateRow> rows() {
  moebench::core::GateRow row{};
  row.candidate.name = "bench";
  row.baseline.name = "bench";
  return {row};
}

}  // namespace

TEST_CASE("differences: what a gate needs to be the same") {
  const ResultSet baseline = measured_on("A");
  CHECK(differences(baseline, baseline, rows()).empty());
  ResultSet candidate = measured_on("B");
  candidate.environment.facts.set("compiler", "GCC 13");
  candidate.config.set("warmup_iterations", 10);
  candidate.results.front().params.set("threads", 4);
  const auto found = differences(candidate, baseline, rows());
  REQUIRE(found.size() == 4);
  CHECK(found[0].change == Change::machine);
  CHECK(found[0].what == "CPU: A in the baseline, B now");
  CHECK(found[1].change == Change::compiler);
  CHECK(found[2].change == Change::configuration);
  CHECK(found[2].what.contains("warmup_iterations: 100 in the baseline, 10 now"));
  CHECK(found[3].what.contains("threads of bench"));
}

TEST_CASE("differences: answers, times of day and what one side does not tell are none") {
  ResultSet baseline = measured_on("A");
  ResultSet candidate = measured_on("A");
  candidate.config.set("timestamp", "2027-01-01T00:00:00Z");
  candidate.results.front().params.set("logit", Scalar{0.25});
  candidate.environment.facts.set("governor", "performance");
  baseline.environment.facts.set("kernel", "6.1.2-5 #1 SMP");
  candidate.environment.facts.set("kernel", "6.1.9-7 #2 SMP");
  CHECK(differences(candidate, baseline, rows()).empty());
  candidate.environment.facts.set("kernel", "6.2.0-1 #1 SMP");
  CHECK(differences(candidate, baseline, rows()).size() == 1);
}

TEST_CASE("differences: a file without an environment is known by the CPU of its configuration") {
  ResultSet baseline = set_of_runs({1, 2});
  ResultSet candidate = set_of_runs({1, 2});
  baseline.config.set("cpu", "A");
  candidate.config.set("cpu", "B");
  candidate.config.set("threads", 8);
  baseline.config.set("threads", 1);
  const auto found = differences(candidate, baseline, rows());
  REQUIRE(found.size() == 2);
  CHECK(found[0].change == Change::machine);
  CHECK(found[1].change == Change::configuration);
}

TEST_CASE("differences: parameters count of the rows that are judged, pairs of other names among them") {
  ResultSet baseline = measured_on("A");
  ResultSet candidate = measured_on("A");
  baseline.results.front().name = "old";
  candidate.results.front().params.set("threads", 4);
  CHECK(differences(candidate, baseline, {}).empty());
  auto pair = rows();
  pair.front().baseline.name = "old";
  CHECK(differences(candidate, baseline, pair).size() == 1);
}

TEST_CASE("differences: what readers of a comparison are told is of its pairs, each once") {
  ResultSet baseline = measured_on("A");
  ResultSet candidate = measured_on("B");
  candidate.results.front().params.set("threads", 4);
  moebench::core::Comparison pair{};
  pair.candidate.name = pair.baseline.name = "bench";
  moebench::core::ComparisonSet compared{};
  compared.comparisons = {pair, pair};
  const std::vector<std::string> told = what_differs(candidate, baseline, compared);
  REQUIRE(told.size() == 2);
  CHECK(told[0] == "CPU: A in the baseline, B now");
  CHECK(told[1].starts_with("threads of bench: "));
  CHECK(what_differs(candidate, baseline, {}).size() == 1);
  CHECK(what_differs(baseline, baseline, compared).empty());
}
