#include "moebench/scenarios/router_scenario.hpp"

#include <algorithm>
#include <numeric>
#include <string>

#include <doctest/doctest.h>

using moebench::core::BenchmarkResult;
using moebench::core::Count;
using moebench::core::Run;
using moebench::scenarios::RouterPlan;
using moebench::scenarios::run_router;
using moebench::scenarios::ScoreKind;

namespace {

RouterPlan small_router_plan() {
  RouterPlan plan;
  plan.threads = {3};
  plan.requests = 200;
  plan.warmup = 10;
  plan.rounds = 2;
  return plan;
}

const Run& only_run(const BenchmarkResult& result) {
  REQUIRE(result.series.runs.size() == 1);
  return result.series.runs.front();
}

const std::vector<std::uint64_t>& router_counts(const BenchmarkResult& result, const std::string& name) {
  const auto& counts = only_run(result).counts;
  const auto at = std::ranges::find(counts, name, &Count::name);
  REQUIRE(at != counts.end());
  return at->values;
}

std::string refused_router_subject(const RouterPlan& plan) {
  const auto results = run_router(plan);
  REQUIRE_FALSE(results.has_value());
  CHECK(results.error().kind == moebench::core::ErrorKind::usage);
  return results.error().subject;
}

}  // namespace

TEST_CASE("the router scenario counts every request of every round in each way of counting") {
  const RouterPlan plan = small_router_plan();
  const auto results = run_router(plan).value();
  REQUIRE(results.size() == 5);
  CHECK(results[0].name == "router/threads-created");
  CHECK(results[1].name == "router/makespan");
  CHECK(results[2].name == "router/steady-state");
  CHECK(results[3].name == "router/in-thread");
  CHECK(results[4].name == "router/in-thread-cpu");
  for (const BenchmarkResult& result : results) {
    const Run& run = only_run(result);
    CHECK(run.samples.size() == plan.rounds);
    CHECK(std::ranges::all_of(run.samples, [](double us) { return us > 0; }));
    CHECK(router_counts(result, "requests").front() == run.batch * plan.rounds);
    CHECK(router_counts(result, "succeeded").front() == run.batch * plan.rounds);
  }
  CHECK(only_run(results[0]).batch == 600);
  CHECK(only_run(results[1]).batch == 600);
}

TEST_CASE("the steady state lasts as long as asked for, give or take what a machine varies") {
  RouterPlan plan = small_router_plan();
  plan.steady_ms = 20;
  const auto results = run_router(plan).value();
  const Run& steady = only_run(results[2]);
  CHECK(steady.samples.front() * static_cast<double>(steady.batch) > 2'000);  // us; 20,000 were calibrated
  CHECK(steady.batch > 600);
}

TEST_CASE("the reference's scores all go to expert 3") {
  const auto results = run_router(small_router_plan()).value();
  const auto& load = router_counts(results[1], "expert_load");
  REQUIRE(load.size() == 8);
  CHECK(load[3] == 1200);
  CHECK(std::accumulate(load.begin(), load.end(), std::uint64_t{0}) == 1200);
}

TEST_CASE("the same seed spreads uniform scores in the same way and another seed otherwise") {
  RouterPlan plan = small_router_plan();
  plan.scores = ScoreKind::uniform;
  const auto first = run_router(plan).value();
  const auto again = run_router(plan).value();
  plan.seed = 43;
  const auto other = run_router(plan).value();
  CHECK(router_counts(first[0], "expert_load") == router_counts(again[0], "expert_load"));
  CHECK(router_counts(first[0], "expert_load") != router_counts(other[0], "expert_load"));
}

TEST_CASE("the lifecycle never passes a capacity and gives every place back") {
  RouterPlan plan = small_router_plan();
  plan.lifecycle = true;
  plan.capacity = {2};
  plan.hold = 6;
  const auto results = run_router(plan).value();
  for (const BenchmarkResult& result : results) {
    CHECK(result.name.starts_with("lifecycle/"));
    CHECK(router_counts(result, "capacity_violations").front() == 0);
    CHECK(std::ranges::all_of(result.checks, &moebench::core::Check::ok));
  }
  CHECK(results[2].checks.back().name == "places still taken at the end");
  // Two experts with two places: a thread that wants six finds no room, even when it is alone.
  CHECK(router_counts(results[1], "succeeded").front() < router_counts(results[1], "requests").front());
  CHECK(router_counts(results[1], "succeeded").front() > 0);
}

TEST_CASE("what cannot be measured is refused by the option's name") {
  const auto with = [](auto change) {
    RouterPlan plan = small_router_plan();
    change(plan);
    return refused_router_subject(plan);
  };
  CHECK(with([](RouterPlan& plan) { plan.threads = {0}; }) == "threads");
  CHECK(with([](RouterPlan& plan) { plan.requests = 0; }) == "requests");
  CHECK(with([](RouterPlan& plan) { plan.rounds = 0; }) == "rounds");
  CHECK(with([](RouterPlan& plan) { plan.experts = {0}; }) == "experts");
  CHECK(with([](RouterPlan& plan) { plan.capacity = {0}; }) == "capacity");
  CHECK(with([](RouterPlan& plan) {
          plan.lifecycle = true;
          plan.hold = 0;
        }) == "hold");
}
