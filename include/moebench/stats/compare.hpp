// Compares results of two files: the candidate with the baseline. Does not judge (no verdict, no threshold).
// Included by cli.
#pragma once

#include <string>
#include <vector>

#include "moebench/core/comparison.hpp"
#include "moebench/core/error.hpp"
#include "moebench/core/result_set.hpp"

namespace moebench::stats {

struct CompareOptions {
  double level = 0.95;               // of every interval, in (0, 1)
  std::vector<std::string> matches;  // "candidate's name=baseline's name", as match_results takes them
};

/// One pair of results, each with samples or a reported summary (samples win). What needs n >= 2 or variation on a side
/// is empty, with a warning that says why. Adjusted p values and warm-up counts need the whole set and are empty here.
/// Throughput is of times only: the file's own or 1e6 / mean where it has no samples, otherwise operations over their
/// time. Sides that differ in unit or direction have no speedups.
core::Comparison compare(const core::BenchmarkResult& candidate, const core::BenchmarkResult& baseline,
                         const CompareOptions& options = {});

/// Every pair that match_results finds, in the candidate's order, with main_welch's p values adjusted over all of them.
/// Warns of pairs measured on CPUs of different names. Fails as match_results does.
core::Result<core::ComparisonSet> compare_sets(const core::ResultSet& candidate, const core::ResultSet& baseline,
                                               const CompareOptions& options = {});

}  // namespace moebench::stats
