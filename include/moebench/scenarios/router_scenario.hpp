// The reference's section 1: the router under concurrent load. Yields one run; fresh processes are the caller's
// business. Included by cli.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "moebench/core/error.hpp"
#include "moebench/core/result_set.hpp"
#include "moebench/moe/router.hpp"
#include "moebench/scenarios/scores.hpp"

namespace moebench::scenarios {

struct RouterPlan {
  // Of each of these, several values are a sweep: every combination is measured.
  std::vector<std::size_t> threads = {10};
  std::vector<std::size_t> experts = {moe::RouterConfig{}.experts};
  std::vector<std::uint32_t> capacity = {moe::RouterConfig{}.capacity};  // of each expert's queue
  moe::Policy policy = moe::RouterConfig{}.policy;
  std::uint64_t requests = 1000;  // of each thread in a round
  ScoreKind scores = ScoreKind::reference;
  bool lifecycle = false;  // admit() and release() instead of route()
  std::size_t hold = 16;   // lifecycle: places that a thread holds before it gives the oldest back
  std::uint64_t seed = 42;
  std::uint64_t run = 0;        // which of several runs this is: each draws scores of its own
  std::uint64_t warmup = 1000;  // requests of each thread before the first round
  std::size_t rounds = 20;      // of each way of counting
  double steady_ms = 5;         // a steady-state round takes at least this long
};

/// Five results, times per request: "router/threads-created" (the reference's way: the clock runs while threads are
/// created and joined), "router/makespan" (release to last finish), "router/steady-state" (the same with as many
/// requests as a round of `steady_ms` needs), "router/in-thread" and "router/in-thread-cpu" (the threads' own wall and
/// processor time in the steady state). With `lifecycle` the names begin with "lifecycle/" and a check holds every
/// queue depth against the capacity. In a sweep the names say the combination behind that,
/// "router/steady-state/4-threads" or
/// ".../4-threads/64-experts/8-places"; the combinations take turns in an order drawn anew in each run, and the steady
/// states of several numbers of threads are the points of one curve. Fails (usage) on 0 threads, requests, rounds or
/// hold, a value given twice, more than 256 combinations, and on what Router::create refuses.
core::Result<std::vector<core::BenchmarkResult>> run_router(const RouterPlan& plan);

/// Why run_router would refuse this before it measures anything.
core::Result<void> check_plan(const RouterPlan& plan);

}  // namespace moebench::scenarios
