// Owns reading a bare list of samples: a text with one on each line. Included by result_file.cpp.
#pragma once

#include <string_view>

#include "moebench/core/error.hpp"
#include "moebench/core/result_set.hpp"

namespace moebench::io {

/// Whether `text` is such a list rather than JSON: one line that says something, a number; or more, the second of them
/// a number and the first a number or a title without braces.
bool is_sample_list(std::string_view text);

/// One result with one run of all samples in order, in microseconds, named by the title on the first line or otherwise
/// "samples"; the configuration's "assumed_unit" says that the file did not tell. Blank lines, lines that start with #,
/// blanks and a comma around a number and CRLF line ends are passed over. Error: input with the line, for what is not
/// one finite number and for a title that is not UTF-8.
core::Result<core::ResultSet> parse_sample_list(std::string_view text, std::string_view subject);

}  // namespace moebench::io
