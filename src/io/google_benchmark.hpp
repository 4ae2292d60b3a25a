// Owns the keys of Google Benchmark's JSON (--benchmark_out). Included by result_formats.cpp.
#pragma once

#include "json_field.hpp"
#include "moebench/core/result_set.hpp"

namespace moebench::io {

bool is_google_benchmark(const Json& document);

/// For each benchmark the real time of its repetitions, in one run (they shared a process), then as results of their
/// own
/// "<name> cpu_time", unless all are 0, and "<name> <counter>" for each user counter. Counters that are rates by their
/// names are better when higher, all others when lower. Aggregates, and rows that were skipped or failed, are not
/// samples; what was skipped stands in `config` or, where other repetitions were not, in the result's warnings, and so
/// does a counter that is no finite number. Refused: no row that measured anything; times that are no numbers.
core::ResultSet read_google_benchmark(const JsonField& document);

}  // namespace moebench::io
