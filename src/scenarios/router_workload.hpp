// What a thread of the router scenario does, and what it counts. Private to scenarios.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "moebench/core/series.hpp"
#include "moebench/moe/router.hpp"
#include "moebench/scenarios/router_scenario.hpp"

namespace moebench::scenarios {

/// What happened to the requests of a round, or of several.
struct Tally {
  std::uint64_t requests = 0;
  std::uint64_t succeeded = 0;
  std::uint64_t violations = 0;  // admissions that showed a queue beyond its capacity
  std::vector<std::uint64_t> expert_load;

  void add(const Tally& other);
  std::vector<core::Count> counts(bool lifecycle) const;
};

/// The router, the scores and the counters of every thread.
class RouterWorkload {
 public:
  RouterWorkload(moe::Router& router, const RouterPlan& plan, std::size_t threads);

  /// `requests` requests as thread `thread`. Threads may run at once; each index only once at a time.
  void run(std::size_t thread, std::uint64_t requests);

  /// What all threads counted since the last call. Only between rounds.
  Tally take_tally();

 private:
  struct alignas(64) CounterLine {
    std::array<std::uint64_t, 8> counters{};
  };

  /// On cache lines of its own, so that threads do not slow each other down by counting.
  struct alignas(64) ThreadState {
    ScoreTable scores;
    std::vector<CounterLine> expert_load;
    std::vector<std::optional<moe::Admission>> held;  // a ring of places; lifecycle only
    std::uint64_t requests = 0;
    std::uint64_t succeeded = 0;
    std::uint64_t violations = 0;

    void count(moe::ExpertIndex expert) {
      ++expert_load[expert / 8].counters[expert % 8];
      ++succeeded;
    }
  };

  void route(ThreadState& state, std::uint64_t requests) const;
  void admit_and_release(ThreadState& state, std::uint64_t requests);

  moe::Router& router_;
  bool lifecycle_;
  std::size_t hold_;
  std::vector<std::unique_ptr<ThreadState>> threads_;
};

}  // namespace moebench::scenarios
