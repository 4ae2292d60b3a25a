#include "moebench/scenarios/mixed_scenario.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "moebench/core/rng.hpp"
#include "moebench/harness/thread_team.hpp"
#include "moebench/registry/with_backend.hpp"
#include "single_run.hpp"
#include "sweep.hpp"

namespace moebench::scenarios {
namespace {

using harness::TeamRound;
using harness::ThreadTeam;

// A sweep repeats a size as often as rounds are asked for, but not once it has taken so long.
constexpr double k_sweep_us = 2e6;

// Readers without writers read as long as filling the registry took, but not longer.
constexpr double k_longest_beside_us = 1e6;

constexpr std::size_t k_rounds_when_stopped = 3;

core::Result<void> validate(const MixedPlan& plan) {
  const auto none = [](std::string_view option) {
    return core::usage_error(std::string{option}, "at least 1 is needed, 0 given");
  };
  for (const auto& valid :
       {check_values("readers", plan.readers), check_values("writers", plan.writers),
        check_values("ops", plan.operations),
        check_combinations("readers", {plan.readers.size(), plan.writers.size(), plan.operations.size()})}) {
    if (!valid) {
      return valid;
    }
  }
  if (plan.rounds == 0) {
    return none("rounds");
  }
  if (plan.stall_limit_s <= plan.round_limit_s) {
    return core::usage_error(
        "stall-limit",
        fmt::format("{:g} s is not longer than --round-limit, {:g} s: a writer that readers keep out until "
                    "their time is up would be taken for stuck",
                    plan.stall_limit_s, plan.round_limit_s));
  }
  return {};
}

/// "reader 3 in get after 512 steps; writer 0 in insert after 17 steps"
std::string who_is_where(const harness::Stall& stall, const MixedSize& size) {
  std::string text;
  for (const harness::StalledThread& thread : stall.threads) {
    const bool reads = thread.thread < size.readers;
    text += fmt::format("{}{} {} in {} after {} steps", text.empty() ? "" : "; ", reads ? "reader" : "writer",
                        reads ? thread.thread : thread.thread - size.readers, thread.place, thread.steps);
  }
  return text;
}

/// How readers read in rounds of one kind.
struct Reads {
  std::vector<ReaderLog> logs;  // by reader
  std::uint64_t blocked = 0;    // times that a reader gave up its core by itself
  std::uint64_t preempted = 0;  // times that the scheduler took it

  void add(const std::vector<ReaderLog>& more, const TeamRound& round) {
    logs.resize(more.size());
    for (std::size_t reader = 0; reader < more.size(); ++reader) {
      logs[reader].add(more[reader]);
      blocked += round.threads[reader].voluntary_switches;
      preempted += round.threads[reader].involuntary_switches;
    }
  }

  ReaderLog total() const {
    ReaderLog all;
    for (const ReaderLog& log : logs) {
      all.add(log);
    }
    return all;
  }
};

/// Everything that one backend's rounds gave.
struct ArmState {
  ArmState(const MixedArm& arm_of_state, MixedSize its_size, std::string its_combination)
      : arm{&arm_of_state}, size{its_size}, combination{std::move(its_combination)} {}

  void clear() { *this = ArmState{*arm, size, combination}; }

  /// "mixed/rcu/exact", and in a sweep over threads their numbers.
  std::string result_name(std::string_view kind) const {
    return fmt::format("mixed/{}/{}{}", arm->backend, kind, combination);
  }

  const MixedArm* arm;
  MixedSize size;
  std::string combination;
  std::vector<double> exact_us, insert_us;
  Reads exact, while_writing, beside_busy, alone;
  std::uint64_t rounds_with_writers = 0;
  std::uint64_t exact_counts = 0;  // of them, those that ended with as many models as were inserted
  std::uint64_t inserted = 0;      // while readers read, in all rounds
  double writing_us = 0;           // from the first writer's start to the last one's end in these
  double writers_cpu_us = 0;       // what the writers spent on a core
  std::size_t stopped = 0;         // rounds that were, because their time was up

  bool enough() const { return stopped >= k_rounds_when_stopped; }
};

class Mixed {
 public:
  Mixed(ThreadTeam& team, const MixedPlan& plan) : team_{team}, plan_{plan} {}

  /// A round of each kind.
  core::Result<void> run_all_kinds(ArmState& state) {
    if (const auto exact = run_exact(state); !exact) {
      return exact;
    }
    const auto round = fresh(state);
    if (const auto writing = run_writing(state, round); !writing) {
      return writing;
    }
    if (const auto busy = run_beside(state, round, Company::busy_threads, state.beside_busy); !busy) {
      return busy;
    }
    return run_beside(state, round, Company::nobody, state.alone);
  }

  /// A round in which readers read as long as writers write.
  core::Result<void> run_writing(ArmState& state) { return run_writing(state, fresh(state)); }

 private:
  std::shared_ptr<MixedRound> fresh(const ArmState& state) {
    return state.arm->fresh(state.size, plan_.seed, (plan_.run << 16U) + rounds_made_++);
  }

  core::Result<TeamRound> watched(const ArmState& state, const std::shared_ptr<MixedRound>& round) {
    const auto body = std::make_shared<const harness::ThreadBody>([round](std::size_t thread) { round->work(thread); });
    const harness::Nanoseconds limit{static_cast<std::int64_t>(plan_.stall_limit_s * 1e9)};
    auto done = team_.run_watched(body, round->board(), limit);
    if (!done) {
      return std::unexpected(
          core::Error{core::ErrorKind::bug, "",
                      fmt::format("mixed: {} stood still for {:.1f} s, a deadlock or a starved thread: {}",
                                  state.arm->backend, done.error().waited_s, who_is_where(done.error(), state.size))});
    }
    return *done;
  }

  core::Result<void> run_exact(ArmState& state) {
    const auto round = fresh(state);
    round->prepare(Company::writers, Reading::exact, 0);
    const auto done = watched(state, round);
    if (!done) {
      return std::unexpected(done.error());
    }
    state.exact_us.push_back(done->makespan_us / static_cast<double>(state.size.threads() * state.size.operations));
    state.exact.add(round->take_logs(), *done);
    count_models(state, *round);
    return {};
  }

  core::Result<void> run_writing(ArmState& state, const std::shared_ptr<MixedRound>& round) {
    round->prepare(Company::writers, Reading::while_others_last, plan_.round_limit_s * 1e6);
    const auto done = watched(state, round);
    if (!done) {
      return std::unexpected(done.error());
    }
    state.insert_us.push_back(round->writing_us() / static_cast<double>(round->inserted()));
    state.writing_us += round->writing_us();
    state.inserted += round->inserted();
    for (std::size_t thread = state.size.readers; thread < state.size.threads(); ++thread) {
      state.writers_cpu_us += done->threads[thread].cpu_us;
    }
    state.stopped += round->inserted() < state.size.insertions() ? 1U : 0U;
    state.while_writing.add(round->take_logs(), *done);
    count_models(state, *round);
    return {};
  }

  /// Readers of a full registry, for as long as filling it took.
  core::Result<void> run_beside(ArmState& state, const std::shared_ptr<MixedRound>& round, Company company,
                                Reads& reads) {
    round->prepare(company, Reading::while_others_last, std::min(round->writing_us(), k_longest_beside_us));
    const auto done = watched(state, round);
    if (!done) {
      return std::unexpected(done.error());
    }
    reads.add(round->take_logs(), *done);
    return {};
  }

  static void count_models(ArmState& state, const MixedRound& round) {
    ++state.rounds_with_writers;
    const bool exact = round.models() == round.inserted() && round.failed_insertions() == 0;
    state.exact_counts += exact ? 1U : 0U;
  }

  ThreadTeam& team_;
  const MixedPlan& plan_;
  std::uint64_t rounds_made_ = 0;
};

core::Attributes parameters(const ArmState& state) {
  core::Attributes params;
  params.set("backend", state.arm->backend);
  params.set("readers", state.size.readers);
  params.set("writers", state.size.writers);
  params.set("operations", state.size.operations);
  return params;
}

std::vector<core::Check> checks(const ArmState& state) {
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

std::vector<core::Count> counts_of(const Reads& reads) {
  const ReaderLog total = reads.total();
  return {{"requests", {total.reads}},
          {"succeeded", {total.hits}},
          {"longest_read_ns", {static_cast<std::uint64_t>(total.longest_us * 1000)}},
          {"times_blocked", {reads.blocked}},
          {"times_preempted", {reads.preempted}}};
}

core::BenchmarkResult read_result(const ArmState& state, std::string_view kind, const Reads& reads) {
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
core::BenchmarkResult insert_result(std::string name, core::Attributes params, ArmState& state, const MixedPlan& plan) {
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

std::vector<core::BenchmarkResult> results_of(ArmState& state, const MixedPlan& plan) {
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

core::Result<std::vector<core::BenchmarkResult>> run_kinds(Mixed& mixed, const MixedPlan& plan,
                                                           std::vector<ArmState>& states) {
  for (std::size_t round = 0; round < plan.warmup; ++round) {
    for (ArmState& state : states) {
      if (const auto done = mixed.run_all_kinds(state); !done) {
        return std::unexpected(done.error());
      }
      state.clear();
    }
  }
  std::vector<std::size_t> order(states.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  core::Rng rng{plan.seed, ~plan.run};
  for (std::size_t round = 0; round < plan.rounds; ++round) {
    rng.shuffle(order);
    for (const std::size_t i : order) {
      if (states[i].enough()) {
        continue;
      }
      if (const auto done = mixed.run_all_kinds(states[i]); !done) {
        return std::unexpected(done.error());
      }
    }
  }
  std::vector<core::BenchmarkResult> all;
  for (ArmState& state : states) {
    std::ranges::move(results_of(state, plan), std::back_inserter(all));
  }
  return all;
}

/// Insertions alone, each size as often as there is time for.
core::Result<std::vector<core::BenchmarkResult>> run_sweep(Mixed& mixed, const MixedPlan& plan,
                                                           std::vector<ArmState>& states) {
  std::vector<core::BenchmarkResult> all;
  for (ArmState& state : states) {
    for (std::size_t round = 0; round < plan.rounds && state.writing_us < k_sweep_us; ++round) {
      if (const auto done = mixed.run_writing(state); !done) {
        return std::unexpected(done.error());
      }
    }
    core::Attributes params = parameters(state);
    params.set("insertions", state.size.insertions());
    all.push_back(insert_result(state.result_name(fmt::format("insert/{}", state.size.insertions())), std::move(params),
                                state, plan));
    std::ranges::move(counts_of(state.while_writing), std::back_inserter(all.back().series.runs.front().counts));
    all.back().checks = checks(state);
  }
  return all;
}

/// Numbers of threads, one combination of a sweep.
struct MixedThreads {
  std::size_t readers;
  std::size_t writers;
};

core::Result<std::vector<core::BenchmarkResult>> run_threads(const MixedPlan& plan, const std::vector<MixedArm>& arms,
                                                             const MixedThreads& threads) {
  const auto team = ThreadTeam::create(threads.readers + threads.writers);
  if (!team) {
    return core::usage_error("readers", team.error().message);
  }
  const std::string combination =
      swept(plan.readers, threads.readers, "readers") + swept(plan.writers, threads.writers, "writers");
  std::vector<ArmState> states;
  for (const MixedArm& arm : arms) {
    for (const std::uint64_t operations : plan.operations) {
      states.emplace_back(arm, MixedSize{threads.readers, threads.writers, operations}, combination);
    }
  }
  Mixed mixed{**team, plan};
  return plan.operations.size() == 1 ? run_kinds(mixed, plan, states) : run_sweep(mixed, plan, states);
}

}  // namespace

core::Result<void> check_plan(const MixedPlan& plan) {
  return validate(plan);
}

core::Result<std::vector<core::BenchmarkResult>> run_mixed(const MixedPlan& plan, const apr::LogisticRegression& model,
                                                           std::span<const Contender> contenders) {
  if (const auto distinct = check_names(contenders); !distinct) {
    return std::unexpected(distinct.error());
  }
  std::vector<MixedArm> arms;
  for (const registry::Backend backend : plan.backends) {
    registry::with_backend<ServedModel>(backend, [&](auto type) {
      arms.push_back(mixed_arm<typename decltype(type)::type>(std::string{registry::name(backend)}, model));
    });
  }
  for (const Contender& contender : contenders) {
    arms.push_back(contender.mixed_arm(model));
  }
  return run_mixed_arms(plan, arms);
}

core::Result<std::vector<core::BenchmarkResult>> run_mixed_arms(const MixedPlan& plan,
                                                                const std::vector<MixedArm>& arms) {
  if (arms.empty()) {
    return core::usage_error("backend", "at least 1 backend is needed, none given");
  }
  if (const auto valid = validate(plan); !valid) {
    return std::unexpected(valid.error());
  }
  std::vector<MixedThreads> points;
  for (const std::size_t writers : plan.writers) {
    for (const std::size_t readers : plan.readers) {
      points.push_back({readers, writers});
    }
  }
  return in_random_order(points, core::Rng{~plan.seed, plan.run},
                         [&](const MixedThreads& threads) { return run_threads(plan, arms, threads); });
}

}  // namespace moebench::scenarios
