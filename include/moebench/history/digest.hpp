// Tells whether two results are the same measurement. Included by cli.
#pragma once

#include <string>
#include <string_view>

#include "moebench/core/result_set.hpp"

namespace moebench::history {

/// 32 hexadecimal digits that depend on everything in the result that was measured: its name, unit, runs with every
/// sample, and what its file reports; and on `measured_at`, the file's own time. XXH3, 128 bits: against mistakes, not
/// against forgery. Linear in the samples.
std::string digest(const core::BenchmarkResult& result, std::string_view measured_at);

}  // namespace moebench::history
