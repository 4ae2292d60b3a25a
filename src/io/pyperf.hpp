// Owns the keys of pyperf's JSON. Included by result_formats.cpp.
#pragma once

#include "json_field.hpp"
#include "moebench/core/result_set.hpp"

namespace moebench::io {

bool is_pyperf(const Json& document);

/// For each benchmark its values, each run a process of its own with its loops as the batch. Runs without values are
/// calibration. Metadata of the file, the benchmark and the run are merged, the nearer one counts: "name", "unit"
/// (second, byte or integer), "loops", "inner_loops".
core::ResultSet read_pyperf(const JsonField& document);

}  // namespace moebench::io
