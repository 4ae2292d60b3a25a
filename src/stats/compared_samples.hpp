// What raw samples on both sides add to a comparison of means: ranks, logarithms, quantiles, resampling.
// Included by compare and sample_curves.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "moebench/core/comparison.hpp"
#include "moebench/core/result_set.hpp"
#include "moebench/stats/compare.hpp"
#include "moebench/stats/sorted.hpp"

namespace moebench::stats {

/// Fills in dominance, the rank tests, log_t, ratio_bootstrap and quantiles from both sides' samples, of which
/// `ascending` are the sorted ones; neither side is empty.
void compare_samples(core::Comparison& comparison, const core::Series& candidate, const core::Series& baseline,
                     const SortedPair& ascending, const CompareOptions& options);

/// The contrast of each quantile in `ps`, over runs too where `between_runs`, which takes two runs with samples on each
/// side. `ascending` are the sorted samples of the two, neither empty.
std::vector<core::ComparedQuantile> contrast_quantiles(const core::Series& candidate, const core::Series& baseline,
                                                       const SortedPair& ascending, std::span<const double> ps,
                                                       bool between_runs, double level);

/// The ratio of means by which the candidate is better; empty where the sides cannot be held against each other.
std::optional<core::Ratio> speedup_of_means(const core::Comparison& sides, const core::Moments& candidate,
                                            const core::Moments& baseline);

/// Means and their intervals with each side's n replaced by the sum of its runs' effective samples (first-order
/// autoregression). Needs samples on both sides.
core::DependenceCorrected correct_for_dependence(const core::Comparison& comparison, const core::Series& candidate,
                                                 const core::Series& baseline, const CompareOptions& options);

}  // namespace moebench::stats
