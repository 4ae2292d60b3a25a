// The reference's section 3: what happens to requests whose best expert is full. A correctness scenario: its checks are
// the result, its times only accompany them. Included by cli.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "moebench/core/error.hpp"
#include "moebench/core/result_set.hpp"

namespace moebench::scenarios {

struct OverflowPlan {
  std::size_t threads = 20;  // each asks once in a round
  std::size_t experts = 4;
  std::uint32_t capacity = 5;
  std::size_t warmup = 5;  // rounds before the first that counts
  std::size_t rounds = 100;
};

/// Two results: "overflow/route" (the best expert is full; route() sends every thread to the second-best) and
/// "overflow/admit" (admit() gives out exactly the second-best's free places, everyone else gets the capacity error).
/// Every round is checked, not only the last. Fails (usage) on 0 threads or rounds, fewer than 2 experts, capacity 0.
core::Result<std::vector<core::BenchmarkResult>> run_overflow(const OverflowPlan& plan);

/// Why run_overflow would refuse this before it measures anything.
core::Result<void> check_plan(const OverflowPlan& plan);

}  // namespace moebench::scenarios
