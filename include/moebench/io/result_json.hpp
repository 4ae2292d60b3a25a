// Owns the result file that this program writes: schema moebench/1. Does not compute what it writes, nor touch files.
// Included by cli.
#pragma once

#include <span>
#include <string>

#include "moebench/core/result_set.hpp"
#include "moebench/core/summary.hpp"

namespace moebench::io {

/// The moebench/1 document of `set`. `summaries` holds one for each result, in order; a result without samples keeps
/// the quantiles, extremes and throughput that its own file reported. What is undefined or not finite is null.
/// ci_95_* stand there only for a summary at level 0.95, between_runs only where there is one; a result's own warnings
/// are written, its summary's are not: reading the file back and summarising again makes them anew.
/// parse_results() reads the document back equal, provided that names are unique and not empty, that every run holds
/// a sample, and that all samples are finite; `reported` then holds the summary that was written.
std::string to_json(const core::ResultSet& set, std::span<const core::Summary> summaries);

}  // namespace moebench::io
