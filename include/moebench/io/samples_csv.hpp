// Owns reading samples for the models from comma-separated text, with labels or without. Does not know the models'
// shapes. Included by data_file.hpp and cli.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "moebench/core/error.hpp"
#include "moebench/io/sample_matrix.hpp"

namespace moebench::io {

/// One sample for each line, its features separated by commas; blanks around a value, blank lines, lines that start
/// with # and CRLF line ends are allowed. A value nearer to 0 than a float can be becomes 0 or subnormal.
/// Error: input with line and value, both from 1 ("input.csv: line 3, value 17"), for what is not a finite number that
/// fits a float, for rows of different lengths and for a text without samples.
core::Result<SampleMatrix> parse_samples_csv(std::string_view text, std::string_view subject);

/// Lines as above of which one column holds the labels: that of the name or number (from 1) `label_column`, the last
/// one where it is empty. The first line may be a header, which is one without any number; only then do columns have
/// names. Error: as above; also input for a line with no more than a label, and for a column that is not there.
core::Result<LabelledSamples> parse_labelled_csv(std::string_view text, std::string_view subject,
                                                 std::string_view label_column);

/// parse_samples_csv for the file at `path`. Error: also input when it cannot be read.
core::Result<SampleMatrix> read_samples_csv(const std::filesystem::path& path);

}  // namespace moebench::io
