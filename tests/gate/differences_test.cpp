#include "moebench/gate/differences.hpp"

#include <doctest/doctest.h>

#include "gate/sides.hpp"

using gate_test::set_of_runs;
using moebench::core::ResultSet;
using moebench::core::Scalar;
using moebench::gate::Change;
using moebench::gate::differences;

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

}  // namespace

TEST_CASE("differences: what a gate needs to be the same") {
  const ResultSet baseline = measured_on("A");
  CHECK(differences(baseline, baseline).empty());
  ResultSet candidate = measured_on("B");
  candidate.environment.facts.set("compiler", "GCC 13");
  candidate.config.set("warmup_iterations", 10);
  candidate.results.front().params.set("threads", 4);
  const auto found = differences(candidate, baseline);
  REQUIRE(found.size() == 4);
  CHECK(found[0].change == Change::machine);
  CHECK(found[0].what == "CPU: A in the baseline, B now");
  CHECK(found[1].change == Change::compiler);
  CHECK(found[2].change == Change::configuration);
  CHECK(found[2].what.contains("warmup_iterations: 100 in the baseline, 10 now"));
  CHECK(found[3].what.contains("threads of bench"));
}

TEST_CASE("differences: answers, times of day and what one side does not tell are none") {
  const ResultSet baseline = measured_on("A");
  ResultSet candidate = measured_on("A");
  candidate.config.set("timestamp", "2027-01-01T00:00:00Z");
  candidate.results.front().params.set("logit", Scalar{0.25});
  candidate.environment.facts.set("governor", "performance");
  CHECK(differences(candidate, baseline).empty());
}
