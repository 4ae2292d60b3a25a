// Samples over time as a line of blocks: does a run warm up, drift or jump? Pure. Included by description_report and
// cli.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "moebench/core/result_set.hpp"

namespace moebench::report {

/// The range that blocks divide: its ends are the lowest and the highest block.
struct SparkRange {
  double low;
  double high;
};

/// At most `columns` medians of equally many consecutive samples (one sample each where there are no more), in order.
/// Precondition: columns >= 1.
std::vector<double> medians_over_time(std::span<const double> samples, std::size_t columns);

/// A character for each value, of eight heights ("▁" to "█", or ".:-=+*%#" where `ascii`); what lies outside of the
/// range has the height of its end, and all have the lowest where the range is empty. A value that is no number is "?".
std::string sparkline(std::span<const double> values, const SparkRange& range, bool ascii);

/// The runs of one result on a scale of their own, a line each in a code block, with what the scale means; empty text
/// without samples. At most 80 columns.
std::string runs_over_time(const core::BenchmarkResult& result, bool ascii);

/// A line for each result, all runs in it, in a code block behind a line that explains it; empty text without samples.
/// At most 80 columns, unless a name alone is longer.
std::string samples_over_time(const core::ResultSet& set);

}  // namespace moebench::report
