// Owns the keys of pytest-benchmark's JSON (--benchmark-json, or a file under .benchmarks). Included by
// result_formats.cpp.
#pragma once

#include "json_field.hpp"
#include "moebench/core/result_set.hpp"

namespace moebench::io {

bool is_pytest_benchmark(const Json& document);

/// For each test the time of its rounds over the calls in each, in one run, named by `fullname`. A file that was saved
/// without its data holds summaries only.
core::ResultSet read_pytest_benchmark(const JsonField& document);

}  // namespace moebench::io
