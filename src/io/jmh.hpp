// Owns the keys of JMH's JSON (-rf json). Included by result_formats.cpp.
#pragma once

#include "json_field.hpp"
#include "moebench/core/result_set.hpp"

namespace moebench::io {

bool is_jmh(const Json& document);

/// For each benchmark "<method> <param>=<value> ..", and its mode where the file has several of that name, one run for
/// each fork. Times are microseconds; rates stay in their unit and are better when higher. The histograms of mode
/// sample become as many samples as they counted, the smaller first within an iteration, at most 20,000,000 in a file.
/// Secondary metrics with raw data are results of their own, "<name> <metric>"; one that is NaN is left out with a
/// warning.
core::ResultSet read_jmh(const JsonField& document);

}  // namespace moebench::io
