#include "moebench/scenarios/null_scenario.hpp"

#include <memory>
#include <utility>

#include "moebench/harness/clock.hpp"
#include "moebench/harness/keep.hpp"
#include "moebench/harness/runner.hpp"
#include "moebench/harness/thread_team.hpp"
#include "single_run.hpp"

namespace moebench::scenarios {

core::Result<void> check_plan(const NullPlan& plan) {
  if (plan.iterations == 0 || plan.rounds == 0) {
    return core::usage_error(plan.rounds == 0 ? "rounds" : "iterations", "at least 1 is needed, 0 given");
  }
  return {};
}

core::Result<std::vector<core::BenchmarkResult>> run_null(const NullPlan& plan) {
  if (const auto valid = check_plan(plan); !valid) {
    return std::unexpected(valid.error());
  }
  const auto team = harness::ThreadTeam::create(plan.threads);
  if (!team) {
    return std::unexpected(team.error());
  }
  const harness::Operation nothing = [](std::uint64_t times) {
    for (std::uint64_t i = 0; i < times; ++i) {
      harness::clobber();
    }
  };
  const harness::ThreadBody no_work = [](std::size_t) {};

  harness::SteadyClock clock;
  const harness::ClockCost cost = harness::measure_clock(clock);
  auto batched = harness::take_samples(
      clock, cost, {.timing = harness::Timing::batched, .warmup = plan.warmup, .samples = harness::k_batched_samples},
      nothing);
  auto single = harness::take_samples(
      clock, cost, {.timing = harness::Timing::single_shot, .warmup = plan.warmup, .samples = plan.iterations},
      nothing);
  std::vector<double> makespan_us;
  std::vector<double> created_us;
  const auto threads = static_cast<double>(plan.threads);
  for (std::size_t i = 0; i < plan.rounds; ++i) {
    makespan_us.push_back((*team)->run(no_work).makespan_us / threads);
    const auto created = harness::time_with_creation(plan.threads, no_work);
    if (!created) {
      return std::unexpected(created.error());
    }
    created_us.push_back(*created / threads);
  }

  core::Attributes params;
  params.set("threads", plan.threads);
  std::vector<core::BenchmarkResult> results;
  results.push_back(single_run("null/batched", "null", "empty loop per operation", params, batched.batch,
                               std::move(batched.elapsed_us)));
  results.push_back(single_run("null/single-shot", "null", "two clock readings around nothing", params, single.batch,
                               std::move(single.elapsed_us)));
  results.push_back(single_run("null/makespan", "null", "release to the last end per thread", params, plan.threads,
                               std::move(makespan_us)));
  results.push_back(single_run("null/threads-created", "null", "create and join per thread", params, plan.threads,
                               std::move(created_us)));
  return results;
}

}  // namespace moebench::scenarios
