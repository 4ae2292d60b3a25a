// Owns the result file that this program writes: schema moebench/1. Does not compute what it writes, nor touch files.
// Included by cli.
#pragma once

#include <string>

#include "moebench/core/analysis.hpp"
#include "moebench/core/result_set.hpp"

namespace moebench::io {

/// The moebench/1 document of `set`. `analysis` holds a summary for each result, in order; a result without samples
/// keeps the quantiles, extremes and throughput that its own file reported. What is undefined or not finite is null.
/// ci_95_* stand there only for a summary at level 0.95, between_runs only where there is one. "baselines" stands in a
/// result, and "speedups", "scaling" and "warnings" (the analysis' own) behind all results, only where there are any. A
/// result's own warnings are written, its summary's are not: reading the file back and analysing again makes them anew.
/// parse_results() reads the document back equal, provided that names are unique and not empty, that every run holds
/// a sample, and that all samples are finite; `reported` then holds the summary that was written.
std::string to_json(const core::ResultSet& set, const core::Analysis& analysis);

}  // namespace moebench::io
