#include "mixed_results.hpp"

#include <algorithm>
#include <iterator>

#include "single_run.hpp"

namespace moebench::scenarios {
namespace {

core::Attributes parameters(const MixedArmState& state) {
  core::Attributes params;
  params.set("backend", state.arm->backend);
  params.set("readers", state.size.readers);
  params.set("writers", state.size.writers);
  params.set("operations", state.size.operations);
  return params;
}

std::vector<core::Check> checks(const MixedArmState& state) {
  const auto none = [](std::string name, std::uint64_t seen) {
    return core::Check{.name = std::move(name), .expected = "0", .actual = std::to_string(seen), .ok = seen == 0};
  };
  const std::uint64_t insertions = state.size.insertions();
  const std::uint64_t torn = state.exact.total().torn + state.while_writing.total().torn +
                             state.beside_busy.total().torn + state.alone.total().torn;
  const std::uint64_t stale = state.exact.total().stale + state.while_writing.total().stale +
                              state.beside_busy.total().stale + state.alone.total().stale;
  const std::string expected = state.stopped == 0 ? std::to_string(insertions) : "as many as were inserted";
  return {{.name = "final number of models, every round",
           .expected = expected,
           .actual = state.exact_counts == state.rounds_with_writers
                         ? expected
                         : fmt::format("another one in {} rounds", state.rounds_with_writers - state.exact_counts),
           .ok = state.exact_counts == state.rounds_with_writers},
          none("deadlocks", 0),  // a round that stands still ends the scenario, and there is no result
          none("torn reads", torn),
          none("stale reads", stale)};
}

std::vector<core::Count> counts_of(const MixedReads& reads) {
  const ReaderLog total = reads.total();
  return {{"requests", {total.reads}},
          {"succeeded", {total.hits}},
          {"longest_read_ns", {static_cast<std::uint64_t>(total.longest_us * 1000)}},
          {"times_blocked", {reads.blocked}},
          {"times_preempted", {reads.preempted}}};
}

core::BenchmarkResult read_result(const MixedArmState& state, std::string_view kind, const MixedReads& reads) {
  std::vector<double> waits_us;
  for (const ReaderLog& log : reads.logs) {
    std::ranges::copy(log.waits_us.samples(), std::back_inserter(waits_us));
  }
  core::BenchmarkResult result = single_run(state.result_name(kind), "mixed", "time until a read has its model",
                                            parameters(state), 1, std::move(waits_us));
  result.series.runs.front().counts = counts_of(reads);
  return result;
}

/// The writers' time per insertion while readers read.
core::BenchmarkResult insert_result(std::string name, core::Attributes params, MixedArmState& state,
                                    const MixedPlan& plan) {
  const std::size_t rounds = state.insert_us.size();
  core::BenchmarkResult result =
      single_run(std::move(name), "mixed", "writers' time per insertion while readers read", std::move(params),
                 std::max<std::uint64_t>(state.inserted / rounds, 1), std::move(state.insert_us));
  result.series.runs.front().counts = {{"inserted", {state.inserted}},
                                       {"writers_cpu_ns", {static_cast<std::uint64_t>(state.writers_cpu_us * 1000)}}};
  if (state.stopped > 0) {
    result.warnings.push_back(
        {.code = core::WarningCode::stopped_early,
         .subject = result.name,
         .message = fmt::format(
             "{} of {} rounds were stopped after {:g} s, with {} of {} models inserted on average: readers keep the "
             "writers out, or an insertion costs more the more models there are; the time per insertion is that of "
             "these. A higher --round-limit gives them longer",
             state.stopped, rounds, plan.round_limit_s, state.inserted / rounds, state.size.insertions())});
  }
  return result;
}

}  // namespace

std::vector<core::BenchmarkResult> results_of(MixedArmState& state, const MixedPlan& plan) {
  std::vector<core::BenchmarkResult> results;
  results.push_back(single_run(state.result_name("exact"), "mixed", "makespan per operation", parameters(state),
                               state.size.threads() * state.size.operations, std::move(state.exact_us)));
  results.back().series.runs.front().counts = counts_of(state.exact);
  results.back().checks = checks(state);
  results.push_back(insert_result(state.result_name("insert"), parameters(state), state, plan));
  results.push_back(read_result(state, "read-while-writing", state.while_writing));
  results.push_back(read_result(state, "read-beside-busy-threads", state.beside_busy));
  results.push_back(read_result(state, "read-alone", state.alone));
  return results;
}

core::BenchmarkResult sweep_result_of(MixedArmState& state, const MixedPlan& plan) {
  core::Attributes params = parameters(state);
  params.set("insertions", state.size.insertions());
  core::BenchmarkResult result = insert_result(state.result_name(fmt::format("insert/{}", state.size.insertions())),
                                               std::move(params), state, plan);
  std::ranges::move(counts_of(state.while_writing), std::back_inserter(result.series.runs.front().counts));
  result.checks = checks(state);
  return result;
}

}  // namespace moebench::scenarios
