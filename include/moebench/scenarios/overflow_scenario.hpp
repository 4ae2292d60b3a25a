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
  // Of each of these, several values are a sweep: every combination is measured.
  std::vector<std::size_t> threads = {20};  // each asks once in a round
  std::vector<std::size_t> experts = {4};
  std::vector<std::uint32_t> capacity = {5};
  std::size_t warmup = 5;  // rounds before the first that counts
  std::size_t rounds = 100;
  std::uint64_t seed = 42;  // what the order of a sweep's combinations comes from
  std::uint64_t run = 0;    // which of several runs this is
};

/// Two results: "overflow/route" (the best expert is full; route() sends every thread to the second-best) and
/// "overflow/admit" (admit() gives out exactly the second-best's free places, everyone else gets the capacity error).
/// Every round is checked, not only the last. In a sweep the names say the combination behind that,
/// "overflow/route/8-threads/2-experts/5-places"; the combinations take turns in an order drawn anew in each run. Fails
/// (usage) on 0 threads or rounds, fewer than 2 experts, capacity 0, a value given twice, more than 256 combinations.
core::Result<std::vector<core::BenchmarkResult>> run_overflow(const OverflowPlan& plan);

/// Why run_overflow would refuse this before it measures anything.
core::Result<void> check_plan(const OverflowPlan& plan);

}  // namespace moebench::scenarios
