// A scenario of the caller's: operations of its own, measured in turns as the scenarios of the tool are. Yields one
// run; fresh processes are the caller's business. Included by users of the library.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "moebench/core/error.hpp"
#include "moebench/core/result_set.hpp"
#include "moebench/harness/runner.hpp"

namespace moebench::scenarios {

/// How operations are measured.
struct OperationPlan {
  std::string scenario = "own";                        // what the results say that they belong to
  harness::Timing timing = harness::Timing::batched;   // of every sample
  std::uint64_t warmup = 1000;                         // of each operation, not measured
  std::uint64_t samples = harness::k_batched_samples;  // of each operation
  std::uint64_t seed = 42;                             // of the order of turns
  std::uint64_t run = 0;                               // which of several runs this is: each has another order
};

/// An operation with the name of its result.
struct NamedOperation {
  std::string name;              // of its result
  harness::Operation operation;  // keeps what it computes (keep.hpp), or the compiler leaves it out
};

/// A result for each operation, in their order, times per operation in microseconds. Each is warmed up and, if batched,
/// has its batch calibrated; then they take turns of a hundredth of the samples, in an order drawn anew each time. The
/// first is the baseline of all others, which is what the file's speedups are over. Fails (usage) on no operation, 0
/// samples, an operation without a name, and a name given twice.
core::Result<std::vector<core::BenchmarkResult>> run_operations(const OperationPlan& plan,
                                                                const std::vector<NamedOperation>& operations);

}  // namespace moebench::scenarios
