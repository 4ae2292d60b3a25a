// How many operations make a round so long that waking the threads hardly counts. Private to scenarios.
#pragma once

#include <cstdint>
#include <functional>

#include "moebench/core/result_set.hpp"
#include "moebench/harness/thread_team.hpp"

namespace moebench::scenarios {

/// Does `operations` as thread `thread`.
using SizedBody = std::function<void(std::size_t thread, std::uint64_t operations)>;

/// Operations of each thread that make a round of at least `round_us`, with a quarter to spare, and of at least twenty
/// times what the team needs for nothing; at least `least`. Judged by the fastest of three rounds of some 25 ms,
/// because a disturbed one is no measure, and from there in proportion.
std::uint64_t steady_operations(harness::ThreadTeam& team, const SizedBody& body, std::uint64_t least, double round_us);

/// A doubt when a round of `result`, whose batch is that of a round, was shorter than `round_us`.
void doubt_short_rounds(core::BenchmarkResult& result, double round_us);

}  // namespace moebench::scenarios
