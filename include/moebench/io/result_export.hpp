// Owns writing results in the formats of other tools. What is written is read back by result_file.hpp, or, the CSV, by
// samples_csv.hpp. Included by cli.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "moebench/core/error.hpp"
#include "moebench/core/result_set.hpp"

namespace moebench::io {

enum class ExportFormat : std::uint8_t { google_benchmark, go, csv };

struct Exported {
  std::string text;
  std::vector<std::string> lost;  // what the format has no place for, each a sentence
};

/// The samples of `set` in `format`. Error: input, where no result has samples that the format can hold.
///
/// google_benchmark: a row for each sample, in microseconds. A result "<name> <counter>" with as many samples as the
/// result <name> becomes a counter in its rows, "<name> cpu_time" their CPU time; otherwise that is 0, which stands for
/// not measured. Samples in other units without such a result have no place.
/// go: a line for each sample as benchstat reads it, times as ns/op. Names have "Benchmark" in front, the next letter a
/// capital, and _ for blanks; the second of one name has "#01" behind it.
/// csv: "result,run,iteration,batch,sample" as numbers, from 1, with names and units in lines that start with #.
core::Result<Exported> export_results(const core::ResultSet& set, ExportFormat format);

}  // namespace moebench::io
