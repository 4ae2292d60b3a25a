// Owns the keys of nanobench's JSON (its template `json()`). Included by result_formats.cpp.
#pragma once

#include "json_field.hpp"
#include "moebench/core/result_set.hpp"

namespace moebench::io {

bool is_nanobench(const Json& document);

/// For each result "<title> <name>" the time of an iteration in each epoch, in one run.
core::ResultSet read_nanobench(const JsonField& document);

}  // namespace moebench::io
