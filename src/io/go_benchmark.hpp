// Owns the text that Go's benchmarks print, which benchstat reads. Included by result_formats.cpp.
#pragma once

#include <string_view>

#include "moebench/core/error.hpp"
#include "moebench/core/result_set.hpp"

namespace moebench::io {

/// Whether a line of `text` is a benchmark's: "BenchmarkName-8  1000  12.5 ns/op".
bool is_go_benchmark(std::string_view text);

/// For each benchmark the values of its lines, in one run. ns/op is read as microseconds and named as the line names
/// it;
/// "<name> B/op" and the like are results of their own. Rates are better when higher, everything else when lower,
/// unless a line "Unit <unit> better=higher" says otherwise. Where the same name stands under several "key: value"
/// lines, the names have those that differ behind them. Lines that are neither are ignored. Error: input with the line,
/// for values that are no finite numbers, and values without a unit.
core::Result<core::ResultSet> parse_go_benchmark(std::string_view text, std::string_view subject);

}  // namespace moebench::io
