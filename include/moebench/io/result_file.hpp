// Owns reading result files: one value for every known format, which is found by the content, never by the file's name.
// Known are moebench/1 and the layout that it extends, the PyTorch baseline's, in both its forms; the files of Google
// Benchmark, hyperfine, pytest-benchmark, pyperf, Go, JMH, nanobench and Criterion.rs; and a text with one sample on
// each line. Does not judge the figures: whether a file contradicts itself is for stats to say. Included by cli.
#pragma once

#include <filesystem>
#include <string_view>

#include "moebench/core/error.hpp"
#include "moebench/core/result_set.hpp"

namespace moebench::io {

/// The results in `text`, which came from the file `subject`; at least one, with unique names. Unknown keys are
/// ignored, and so are the speedups, the scaling and the warnings behind the results, which can be made anew; a member
/// that is null counts as not given. Samples outside `runs` become one run of batch 1. A result's
/// `reported` is what the file itself says about it; where samples stand beside it, an iteration count or a mean that
/// it omits is theirs. A result without a name is called "<framework> <dataset> batch <batch_size>".
/// A text with a number on each line, also below a title, is one result of that name or "samples", in microseconds: the
/// configuration's "assumed_unit" says that the file does not tell.
/// Of another tool's file the times become microseconds, and the configuration's "read_as" names its format; what is a
/// run, and which further results there are, the tool's own reader says (src/io). A text that gzip compressed is
/// unpacked, up to 256 MiB.
/// Error: input, with line and column for broken JSON (NaN, Infinity and numbers beyond a double included), otherwise
/// with the path ("results[2].samples_us[17]"): wrong types, no results, duplicate names, an empty list of samples,
/// neither samples nor a mean, iterations or a batch that is not a whole number >= 1, a negative standard deviation,
/// a schema of another version; the list of known formats for a text that is none of them.
core::Result<core::ResultSet> parse_results(std::string_view text, std::string_view subject);

/// parse_results for the file at `path`, or what Criterion.rs keeps in the folder at `path`. Error: also input when it
/// cannot be read.
core::Result<core::ResultSet> read_result_file(const std::filesystem::path& path);

}  // namespace moebench::io
