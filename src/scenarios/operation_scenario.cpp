#include "moebench/scenarios/operation_scenario.hpp"

#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "moebench/core/rng.hpp"
#include "moebench/harness/clock.hpp"
#include "single_run.hpp"
#include "single_shots.hpp"
#include "turns.hpp"

namespace moebench::scenarios {
namespace {

core::Result<void> validate(const OperationPlan& plan, const std::vector<NamedOperation>& operations) {
  if (operations.empty()) {
    return core::usage_error("operations", "at least 1 is needed, none given");
  }
  if (plan.samples == 0) {
    return core::usage_error("samples", "at least 1 is needed, 0 given");
  }
  std::set<std::string_view> names;
  for (const NamedOperation& named : operations) {
    if (named.name.empty() || !names.insert(named.name).second) {
      return core::usage_error(
          "operations", fmt::format("\"{}\" does not name one operation; give each a name of its own", named.name));
    }
  }
  return {};
}

}  // namespace

core::Result<std::vector<core::BenchmarkResult>> run_operations(const OperationPlan& plan,
                                                                const std::vector<NamedOperation>& operations) {
  if (const auto valid = validate(plan, operations); !valid) {
    return std::unexpected(valid.error());
  }
  harness::SteadyClock clock;
  const harness::ClockCost cost = harness::measure_clock(clock);
  std::vector<harness::Samples> samples(operations.size(), {.batch = 1, .elapsed_us = {}});
  std::vector<Turn> turns;
  for (std::size_t i = 0; i < operations.size(); ++i) {
    const harness::Operation& operation = operations[i].operation;
    operation(plan.warmup);
    if (plan.timing == harness::Timing::batched) {
      samples[i].batch = harness::calibrate_batch(clock, cost, operation);
    }
    turns.push_back({.operation = &operation, .samples = &samples[i]});
  }
  core::Rng rng{plan.seed, plan.run};
  take_turns(turns, plan.samples, rng);

  std::vector<core::BenchmarkResult> results;
  for (std::size_t i = 0; i < operations.size(); ++i) {
    core::Attributes params;
    params.set("timing", plan.timing == harness::Timing::batched ? "batched" : "single-shot");
    results.push_back(single_run(operations[i].name, plan.scenario, "time per operation", std::move(params),
                                 samples[i].batch, std::move(samples[i].elapsed_us)));
    if (plan.timing == harness::Timing::single_shot) {
      doubt_single_shots(results.back(), cost, 1);
    }
    if (i > 0) {
      results.back().baselines = {operations.front().name};
    }
  }
  return results;
}

}  // namespace moebench::scenarios
