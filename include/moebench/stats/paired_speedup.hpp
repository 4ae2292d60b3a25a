// The speedup of one arm over another where both were measured in turns, so that what disturbs a turn disturbs both and
// leaves their ratio alone. Arms that were not measured in turns belong to compare.hpp. Included by analyse.
#pragma once

#include <optional>

#include "moebench/core/result_set.hpp"
#include "moebench/core/speedup.hpp"

namespace moebench::stats {

/// The geometric mean of the pairs' ratios (Fleming and Wallace, CACM 29, 1986) with Student's paired t interval
/// (Biometrika 6, 1908) on their logarithms, exponentiated. level in (0, 1).
///
/// Two runs or more on each side: run i of the one and run i of the other are a pair, each with the mean of its
/// samples. One run on each side: sample i and sample i are a pair, and the interval speaks of rounds in that process
/// alone. One pair: its ratio without an interval. No interval either where its limits are beyond what a double holds
/// in full, and, of times, where rounding alone tells the ratios apart: the clock's step then hides how they vary.
///
/// Empty where the sides differ in unit or direction, in the number of runs or with one run each of samples, where a
/// run has no samples, where a figure to be paired is not above 0, or where a ratio is beyond what a double holds in
/// full.
std::optional<core::Speedup> paired_speedup(const core::BenchmarkResult& candidate,
                                            const core::BenchmarkResult& baseline, double level);

}  // namespace moebench::stats
