// What the rounds of one backend under mixed load gave, and the results that are made of it. Private to scenarios.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "moebench/core/result_set.hpp"
#include "moebench/harness/thread_team.hpp"
#include "moebench/scenarios/mixed_scenario.hpp"

namespace moebench::scenarios {

// So many rounds are enough where each was stopped because its time was up.
inline constexpr std::size_t k_mixed_rounds_when_stopped = 3;

/// How readers read in rounds of one kind.
struct MixedReads {
  std::vector<ReaderLog> logs;  // by reader
  std::uint64_t blocked = 0;    // times that a reader gave up its core by itself
  std::uint64_t preempted = 0;  // times that the scheduler took it

  void add(const std::vector<ReaderLog>& more, const harness::TeamRound& round) {
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
struct MixedArmState {
  MixedArmState(const MixedArm& arm_of_state, MixedSize its_size, std::string its_combination)
      : arm{&arm_of_state}, size{its_size}, combination{std::move(its_combination)} {}

  void clear() { *this = MixedArmState{*arm, size, combination}; }

  /// "mixed/rcu/exact", and in a sweep over threads their numbers.
  std::string result_name(std::string_view kind) const {
    return fmt::format("mixed/{}/{}{}", arm->backend, kind, combination);
  }

  const MixedArm* arm;
  MixedSize size;
  std::string combination;
  std::vector<double> exact_us, insert_us;
  MixedReads exact, while_writing, beside_busy, alone;
  std::uint64_t rounds_with_writers = 0;
  std::uint64_t exact_counts = 0;  // of them, those that ended with as many models as were inserted
  std::uint64_t inserted = 0;      // while readers read, in all rounds
  double writing_us = 0;           // from the first writer's start to the last one's end in these
  double writers_cpu_us = 0;       // what the writers spent on a core
  std::size_t stopped = 0;         // rounds that were, because their time was up

  bool enough() const { return stopped >= k_mixed_rounds_when_stopped; }
};

/// A result for each kind of round. Takes the samples out of `state`.
std::vector<core::BenchmarkResult> results_of(MixedArmState& state, const MixedPlan& plan);

/// The insertions of one size alone. Takes the samples out of `state`.
core::BenchmarkResult sweep_result_of(MixedArmState& state, const MixedPlan& plan);

}  // namespace moebench::scenarios
