// Describes every result of a file, and what its arms say about each other: speedups over the arms that took turns with
// them, and how throughput scales with threads. Two files are held against each other elsewhere (compare.hpp). Included
// by cli.
#pragma once

#include "moebench/core/analysis.hpp"
#include "moebench/core/result_set.hpp"
#include "moebench/stats/summarize.hpp"

namespace moebench::stats {

/// The summary of each result, the paired speedup of each over every one of its baselines, and a scaling for every
/// curve. All intervals are at `options.level`.
///
/// A baseline that the set does not have (a filtered file) is passed over; so is one over which paired_speedup is
/// empty.
///
/// A curve is the results whose parameter "curve" is the same text; each is the point at as many threads as its
/// parameter "curve_threads" says. A result where that is not a whole number of at least 1 is no point. A curve with
/// fewer than three different numbers of threads has no scaling, and none is missed; where scaling_over_runs fails for
/// another reason there is a warning of the curve.
///
/// A set without results gives an empty analysis. A result with neither samples nor a reported summary is a bug of the
/// caller.
core::Analysis analyse(const core::ResultSet& set, const SummaryOptions& options = {});

}  // namespace moebench::stats
