// Owns the keys of hyperfine's JSON (--export-json). Included by result_formats.cpp.
#pragma once

#include "json_field.hpp"
#include "moebench/core/result_set.hpp"

namespace moebench::io {

bool is_hyperfine(const Json& document);

/// For each command the wall-clock time of its processes, each a run of its own: the command is its name. Where the
/// file holds a value for each process, "<command> user", "<command> system" and "<command> memory_usage_byte" are
/// results of their own; means of user and system times are parameters (user_s, system_s). Whether every process exited
/// with 0 is a check.
core::ResultSet read_hyperfine(const JsonField& document);

}  // namespace moebench::io
