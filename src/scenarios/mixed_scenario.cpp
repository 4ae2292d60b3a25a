#include "moebench/scenarios/mixed_scenario.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "mixed_results.hpp"
#include "moebench/core/rng.hpp"
#include "moebench/harness/thread_team.hpp"
#include "moebench/registry/with_backend.hpp"
#include "sweep.hpp"

namespace moebench::scenarios {
namespace {

using harness::TeamRound;
using harness::ThreadTeam;

// A sweep repeats a size as often as rounds are asked for, but not once it has taken so long.
constexpr double k_sweep_us = 2e6;

// Readers without writers read as long as filling the registry took, but not longer.
constexpr double k_longest_beside_us = 1e6;

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

class Mixed {
 public:
  Mixed(ThreadTeam& team, const MixedPlan& plan) : team_{team}, plan_{plan} {}

  /// A round of each kind.
  core::Result<void> run_all_kinds(MixedArmState& state) {
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
  core::Result<void> run_writing(MixedArmState& state) { return run_writing(state, fresh(state)); }

 private:
  std::shared_ptr<MixedRound> fresh(const MixedArmState& state) {
    return state.arm->fresh(state.size, plan_.seed, (plan_.run << 16U) + rounds_made_++);
  }

  core::Result<TeamRound> watched(const MixedArmState& state, const std::shared_ptr<MixedRound>& round) {
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

  core::Result<void> run_exact(MixedArmState& state) {
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

  core::Result<void> run_writing(MixedArmState& state, const std::shared_ptr<MixedRound>& round) {
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
  core::Result<void> run_beside(MixedArmState& state, const std::shared_ptr<MixedRound>& round, Company company,
                                MixedReads& reads) {
    round->prepare(company, Reading::while_others_last, std::min(round->writing_us(), k_longest_beside_us));
    const auto done = watched(state, round);
    if (!done) {
      return std::unexpected(done.error());
    }
    reads.add(round->take_logs(), *done);
    return {};
  }

  static void count_models(MixedArmState& state, const MixedRound& round) {
    ++state.rounds_with_writers;
    const bool exact = round.models() == round.inserted() && round.failed_insertions() == 0;
    state.exact_counts += exact ? 1U : 0U;
  }

  ThreadTeam& team_;
  const MixedPlan& plan_;
  std::uint64_t rounds_made_ = 0;
};

core::Result<std::vector<core::BenchmarkResult>> run_kinds(Mixed& mixed, const MixedPlan& plan,
                                                           std::vector<MixedArmState>& states) {
  for (std::size_t round = 0; round < plan.warmup; ++round) {
    for (MixedArmState& state : states) {
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
  for (MixedArmState& state : states) {
    std::ranges::move(results_of(state, plan), std::back_inserter(all));
  }
  return all;
}

/// Insertions alone, each size as often as there is time for.
core::Result<std::vector<core::BenchmarkResult>> run_sweep(Mixed& mixed, const MixedPlan& plan,
                                                           std::vector<MixedArmState>& states) {
  std::vector<core::BenchmarkResult> all;
  for (MixedArmState& state : states) {
    for (std::size_t round = 0; round < plan.rounds && state.writing_us < k_sweep_us; ++round) {
      if (const auto done = mixed.run_writing(state); !done) {
        return std::unexpected(done.error());
      }
    }
    all.push_back(sweep_result_of(state, plan));
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
  std::vector<MixedArmState> states;
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
