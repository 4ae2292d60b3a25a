// What the harness itself costs: every way of timing applied to an operation that does nothing. Included by cli.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "moebench/core/error.hpp"
#include "moebench/core/result_set.hpp"

namespace moebench::scenarios {

struct NullPlan {
  std::vector<std::size_t> threads = {10};  // of the team; several numbers are a sweep
  std::uint64_t warmup = 100;
  std::uint64_t iterations = 10'000;  // single shots
  std::size_t rounds = 100;           // of the team, and of creating threads
  std::uint64_t seed = 42;            // what the order of a sweep's numbers comes from
  std::uint64_t run = 0;              // which of several runs this is
};

/// Four results: "null/batched" (an empty loop), "null/single-shot" (two clock readings around nothing),
/// "null/makespan" (releasing a team until its last thread ends) and "null/threads-created" (creating and joining as
/// many threads), each per operation or per thread. In a sweep the last two are there for each number of threads,
/// "null/makespan/4-threads". Fails (usage) on 0 threads, iterations or rounds, and a number of threads given twice.
core::Result<std::vector<core::BenchmarkResult>> run_null(const NullPlan& plan);

/// Why run_null would refuse this before it measures anything.
core::Result<void> check_plan(const NullPlan& plan);

}  // namespace moebench::scenarios
