#include "moebench/scenarios/null_scenario.hpp"

#include <doctest/doctest.h>

using moebench::scenarios::run_null;

TEST_CASE("the null scenario times nothing in every way there is") {
  const auto results = run_null({.threads = {2}, .warmup = 1, .iterations = 50, .rounds = 3}).value();
  REQUIRE(results.size() == 4);
  CHECK(results[0].name == "null/batched");
  CHECK(results[1].name == "null/single-shot");
  CHECK(results[1].series.runs.front().samples.size() == 50);
  CHECK(results[2].name == "null/makespan");
  CHECK(results[2].series.runs.front().samples.size() == 3);
  CHECK(results[2].series.runs.front().batch == 2);
  CHECK(results[3].name == "null/threads-created");
  // An empty loop is cheaper than two clock readings, and those than creating threads.
  CHECK(results[0].series.runs.front().samples[0] < results[3].series.runs.front().samples[0]);
}

TEST_CASE("a null scenario without threads, iterations or rounds is refused") {
  CHECK(run_null({.threads = {0}}).error().subject == "threads");
  CHECK(run_null({.iterations = 0}).error().subject == "iterations");
  CHECK(run_null({.rounds = 0}).error().subject == "rounds");
}
