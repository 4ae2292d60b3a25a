#include "moebench/scenarios/operation_scenario.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "moebench/harness/keep.hpp"

using moebench::core::BenchmarkResult;
using moebench::scenarios::NamedOperation;
using moebench::scenarios::OperationPlan;
using moebench::scenarios::run_operations;

namespace {

OperationPlan small_operation_plan() {
  OperationPlan plan;
  plan.scenario = "counting";
  plan.warmup = 3;
  plan.samples = 250;
  return plan;
}

/// Counts how often it was run, and notes when it took over from another.
NamedOperation counting(std::string name, std::uint64_t& count, std::string& turns) {
  return {.name = name, .operation = [name, &count, &turns](std::uint64_t times) {
            for (std::uint64_t i = 0; i < times; ++i) {
              moebench::harness::keep(++count);
            }
            if (!turns.ends_with(name)) {
              turns += name;
            }
          }};
}

std::string refused_operations(const OperationPlan& plan, const std::vector<NamedOperation>& operations) {
  const auto results = run_operations(plan, operations);
  REQUIRE_FALSE(results.has_value());
  CHECK(results.error().kind == moebench::core::ErrorKind::usage);
  return results.error().subject;
}

}  // namespace

TEST_CASE("operations of one's own become results of which the first is the baseline") {
  std::uint64_t a = 0;
  std::uint64_t b = 0;
  std::string turns;
  const std::vector<NamedOperation> operations{counting("a", a, turns), counting("b", b, turns)};
  const auto results = run_operations(small_operation_plan(), operations).value();
  REQUIRE(results.size() == 2);
  CHECK(results[0].name == "a");
  CHECK(results[0].scenario == "counting");
  CHECK(results[0].baselines.empty());
  CHECK(results[1].baselines == std::vector<std::string>{"a"});
  for (const BenchmarkResult& result : results) {
    REQUIRE(result.series.runs.size() == 1);
    CHECK(result.series.runs[0].samples.size() == 250);
    CHECK(result.series.runs[0].batch > 1);  // an increment is far shorter than reading a clock
    CHECK(result.params.text("timing") == "batched");
    CHECK(std::ranges::all_of(result.series.runs[0].samples, [](double us) { return us >= 0; }));
  }
  CHECK(a >= 3 + 250 * results[0].series.runs[0].batch);  // and what calibrating took
  CHECK(turns.size() > 50);                               // of 125 blocks of two, in an order drawn anew
}

TEST_CASE("single shots of an operation of one's own run it once a sample") {
  std::uint64_t a = 0;
  std::string turns;
  OperationPlan plan = small_operation_plan();
  plan.timing = moebench::harness::Timing::single_shot;
  const auto results = run_operations(plan, std::vector{counting("a", a, turns)}).value();
  CHECK(a == 3 + 250);
  CHECK(results[0].series.runs[0].batch == 1);
  CHECK(results[0].params.text("timing") == "single-shot");
}

TEST_CASE("single shots as short as a clock reading are doubted") {
  const auto nothing = [](std::uint64_t) {};
  OperationPlan plan = small_operation_plan();
  const auto doubts = [&] {
    return run_operations(plan, std::vector<NamedOperation>{{"nothing", nothing}}).value().front().warnings;
  };
  CHECK(doubts().empty());
  plan.timing = moebench::harness::Timing::single_shot;
  REQUIRE(doubts().size() == 1);
  CHECK(doubts().front().code == moebench::core::WarningCode::near_clock_resolution);
}

TEST_CASE("the order of turns is drawn from seed and run") {
  const auto turns_of = [](std::uint64_t seed, std::uint64_t run) {
    std::uint64_t count = 0;
    std::string turns;
    OperationPlan plan = small_operation_plan();
    plan.timing = moebench::harness::Timing::single_shot;
    plan.seed = seed;
    plan.run = run;
    run_operations(plan,
                   std::vector{counting("a", count, turns), counting("b", count, turns), counting("c", count, turns)})
        .value();
    return turns;
  };
  CHECK(turns_of(1, 0) == turns_of(1, 0));
  CHECK(turns_of(1, 0) != turns_of(2, 0));
  CHECK(turns_of(1, 0) != turns_of(1, 1));
}

TEST_CASE("plans without operations, samples or names are refused by what is missing") {
  std::uint64_t count = 0;
  std::string turns;
  const NamedOperation one = counting("a", count, turns);
  OperationPlan plan = small_operation_plan();
  CHECK(refused_operations(plan, {}) == "operations");
  CHECK(refused_operations(plan, {one, one}) == "operations");
  CHECK(refused_operations(plan, {counting("", count, turns)}) == "operations");
  plan.samples = 0;
  CHECK(refused_operations(plan, {one}) == "samples");
}
