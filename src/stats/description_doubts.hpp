// What a reader of a description must know before trusting its figures, beyond what its summary doubts already.
// Included by describe.
#pragma once

#include <span>
#include <vector>

#include "moebench/core/description.hpp"
#include "moebench/core/result_set.hpp"
#include "moebench/stats/modes.hpp"

namespace moebench::stats {

/// Whether samples depend on each other by more than chance, and so much that they are worth less than half their
/// number.
bool is_dependent(const core::Description& description);

/// Each one sentence with the figures and the remedy:
///   autocorrelated         is_dependent (not where the summary says so already)
///   change_point, drift    levels that change within a run, and trends
///   multimodal             runs whose samples gather around several places
///   skewed                 |skewness| above 1 and above 2.6 of its standard errors (Cramer, 1946)
///   outliers               severe ones among twenty samples or more: how many, and their share of the variance
///   iqr_zero               quartiles that are equal while the samples vary
///   all_tied               all samples are equal
///   near_clock_resolution  times of which the middle 90 % of 20 or more have at most 10 different values
///   not_computed           what is empty although there are samples that vary, each with its reason
/// `ascending` holds the samples of `result`, sorted, at least one.
std::vector<core::Warning> doubts_about(const core::Description& description, std::span<const double> ascending);

}  // namespace moebench::stats
