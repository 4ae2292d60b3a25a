// Owns reading samples for the models from comma-separated text. Does not know the models' shapes.
// Included by cli.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "moebench/core/error.hpp"

namespace moebench::io {

/// Rows of equal length, one after another; at least one row of at least one value, all finite.
struct SampleMatrix {
  std::size_t columns;
  std::vector<float> values;

  std::size_t rows() const { return values.size() / columns; }
  std::span<const float> row(std::size_t index) const { return std::span{values}.subspan(index * columns, columns); }
};

/// One sample for each line, its features separated by commas; blanks around a value, blank lines, lines that start
/// with # and CRLF line ends are allowed. A value nearer to 0 than a float can be becomes 0 or subnormal.
/// Error: input with line and value, both from 1 ("input.csv: line 3, value 17"), for what is not a finite number that
/// fits a float, for rows of different lengths and for a text without samples.
core::Result<SampleMatrix> parse_samples_csv(std::string_view text, std::string_view subject);

/// parse_samples_csv for the file at `path`. Error: also input when it cannot be read.
core::Result<SampleMatrix> read_samples_csv(const std::filesystem::path& path);

}  // namespace moebench::io
