#include "moebench/scenarios/overflow_scenario.hpp"

#include <doctest/doctest.h>

using moebench::scenarios::OverflowPlan;
using moebench::scenarios::run_overflow;

TEST_CASE("20 of 20 threads are sent to the second-best expert and 5 of 20 are given its 5 places") {
  const auto results = run_overflow({}).value();
  REQUIRE(results.size() == 2);
  REQUIRE(results[0].checks.size() == 1);
  CHECK(results[0].checks[0].actual == "20 of 20");
  CHECK(results[0].checks[0].ok);
  REQUIRE(results[1].checks.size() == 3);
  CHECK(results[1].checks[0].actual == "5 of 20");
  CHECK(results[1].checks[1].actual == "15 of 20");
  for (const auto& check : results[1].checks) {
    CHECK(check.ok);
  }
  CHECK(results[0].series.runs.front().samples.size() == OverflowPlan{}.rounds);
}

TEST_CASE("with more places than threads every thread is admitted") {
  const auto results = run_overflow({.threads = {6}, .experts = {2}, .capacity = {50}, .warmup = 0, .rounds = 5}).value();
  CHECK(results[1].checks[0].actual == "6 of 6");
  CHECK(results[1].checks[1].actual == "0 of 6");
  CHECK(results[1].checks[1].ok);
}

TEST_CASE("overflow without threads, rounds, capacity or a second expert is refused by the option's name") {
  CHECK(run_overflow({.threads = {0}}).error().subject == "threads");
  CHECK(run_overflow({.experts = {1}}).error().subject == "experts");
  CHECK(run_overflow({.capacity = {0}}).error().subject == "capacity");
  CHECK(run_overflow({.rounds = 0}).error().subject == "rounds");
}
