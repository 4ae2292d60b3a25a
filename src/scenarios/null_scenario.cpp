#include "moebench/scenarios/null_scenario.hpp"

#include <iterator>
#include <memory>
#include <string>
#include <utility>

#include "moebench/harness/clock.hpp"
#include "moebench/harness/keep.hpp"
#include "moebench/harness/runner.hpp"
#include "moebench/harness/thread_team.hpp"
#include "single_run.hpp"
#include "sweep.hpp"

namespace moebench::scenarios {

namespace {

using core::BenchmarkResult;

/// What needs no other thread.
std::vector<BenchmarkResult> run_alone(const NullPlan& plan) {
  const harness::Operation nothing = [](std::uint64_t times) {
    for (std::uint64_t i = 0; i < times; ++i) {
      harness::clobber();
    }
  };
  harness::SteadyClock clock;
  const harness::ClockCost cost = harness::measure_clock(clock);
  auto batched = harness::take_samples(
      clock, cost, {.timing = harness::Timing::batched, .warmup = plan.warmup, .samples = harness::k_batched_samples},
      nothing);
  auto single = harness::take_samples(
      clock, cost, {.timing = harness::Timing::single_shot, .warmup = plan.warmup, .samples = plan.iterations},
      nothing);
  core::Attributes params;
  if (plan.threads.size() == 1) {
    params.set("threads", plan.threads.front());
  }
  std::vector<BenchmarkResult> results;
  results.push_back(single_run("null/batched", "null", "empty loop per operation", params, batched.batch,
                               std::move(batched.elapsed_us)));
  results.push_back(single_run("null/single-shot", "null", "two clock readings around nothing", params, single.batch,
                               std::move(single.elapsed_us)));
  return results;
}

core::Result<std::vector<BenchmarkResult>> run_team(const NullPlan& plan, std::size_t threads) {
  const auto team = harness::ThreadTeam::create(threads);
  if (!team) {
    return std::unexpected(team.error());
  }
  const harness::ThreadBody no_work = [](std::size_t) {};
  std::vector<double> makespan_us;
  std::vector<double> created_us;
  for (std::size_t i = 0; i < plan.rounds; ++i) {
    makespan_us.push_back((*team)->run(no_work).makespan_us / static_cast<double>(threads));
    const auto created = harness::time_with_creation(threads, no_work);
    if (!created) {
      return std::unexpected(created.error());
    }
    created_us.push_back(*created / static_cast<double>(threads));
  }
  const std::string number = swept(plan.threads, threads, "threads");
  core::Attributes params;
  params.set("threads", threads);
  std::vector<BenchmarkResult> results;
  results.push_back(single_run("null/makespan" + number, "null", "release to the last end per thread", params, threads,
                               std::move(makespan_us)));
  results.push_back(single_run("null/threads-created" + number, "null", "create and join per thread", params, threads,
                               std::move(created_us)));
  return results;
}

}  // namespace

core::Result<void> check_plan(const NullPlan& plan) {
  if (plan.iterations == 0 || plan.rounds == 0) {
    return core::usage_error(plan.rounds == 0 ? "rounds" : "iterations", "at least 1 is needed, 0 given");
  }
  for (const auto& valid :
       {check_values("threads", plan.threads), check_combinations("threads", {plan.threads.size()})}) {
    if (!valid) {
      return valid;
    }
  }
  return {};
}

core::Result<std::vector<BenchmarkResult>> run_null(const NullPlan& plan) {
  if (const auto valid = check_plan(plan); !valid) {
    return std::unexpected(valid.error());
  }
  std::vector<BenchmarkResult> results = run_alone(plan);
  auto of_teams = in_random_order(plan.threads, core::Rng{plan.seed, ~plan.run},
                                  [&](std::size_t threads) { return run_team(plan, threads); });
  if (!of_teams) {
    return of_teams;
  }
  std::ranges::move(*of_teams, std::back_inserter(results));
  return results;
}

}  // namespace moebench::scenarios
