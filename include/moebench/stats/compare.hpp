// Compares results of two files: the candidate with the baseline. Included by cli.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "moebench/core/comparison.hpp"
#include "moebench/core/error.hpp"
#include "moebench/core/result_set.hpp"
#include "moebench/core/verdict.hpp"
#include "moebench/stats/equivalence.hpp"
#include "moebench/stats/mann_whitney.hpp"

namespace moebench::stats {

/// How sides are compared.
struct CompareOptions {
  double level = 0.95;               // of every interval, in (0, 1)
  std::vector<std::string> matches;  // "candidate's name=baseline's name", as match_results takes them
  double alpha = 0.05;               // of the tests for equivalence and of the warning about rank tests, in (0, 0.5)
  RankTestMethod mann_whitney = RankTestMethod::automatic;  // of the Mann-Whitney test
  std::optional<Bounds> tost = {};                          // of the difference of the means, in the samples' unit
  core::Margin margin = {};                     // of the ratio of the means: what the verdict is held against
  std::uint64_t resamples = 0;                  // of the ratio's bootstrap; 0: none
  std::uint64_t seed = 42;                      // of the bootstrap
  unsigned threads = 2;                         // at least 1; changes no digit of the result
  std::atomic<std::uint64_t>* drawn = nullptr;  // as BootstrapOptions'
};

/// One pair of results, each with samples or a reported summary (samples win). What needs n >= 2, variation on a side
/// or raw samples on both is empty, with a warning that says why. Adjusted p values and warm-up counts need the whole
/// set and are empty here. Throughput is of times only: the file's own or 1e6 / mean where it has no samples, otherwise
/// operations over their time. Sides that differ in unit or direction have no speedups.
core::Comparison compare(const core::BenchmarkResult& candidate, const core::BenchmarkResult& baseline,
                         const CompareOptions& options = {});

/// Every pair that match_results finds, in the candidate's order, with main_welch's p values adjusted over all of them.
/// Warns of pairs measured on CPUs of different names. Fails as match_results does.
core::Result<core::ComparisonSet> compare_sets(const core::ResultSet& candidate, const core::ResultSet& baseline,
                                               const CompareOptions& options = {});

}  // namespace moebench::stats
