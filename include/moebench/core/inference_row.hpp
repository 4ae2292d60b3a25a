// What the results of inference have beyond those of other scenarios: how they were timed, and by which kernel.
// Included by audit, report and cli.
#pragma once

#include <string>

#include "moebench/core/result_set.hpp"

namespace moebench::core {

/// Every sample is one call between two readings of the clock; otherwise calls were timed in batches.
bool is_single_shot(const BenchmarkResult& result);

/// The parameter "kernel"; "scalar" where it is not told, as before there were others.
std::string kernel_of(const BenchmarkResult& result);

/// With its instruction set, where one is told: "vector (AVX2)".
std::string kernel_text(const BenchmarkResult& result);

}  // namespace moebench::core
