// What the runs counted: successes, and the load of each expert. Included by summarize.
#pragma once

#include <optional>

#include "moebench/core/series.hpp"
#include "moebench/core/summary.hpp"

namespace moebench::stats {

/// Sums the counts "requests", "succeeded" (one value each) and "expert_load" (one value for each expert) over runs.
/// Empty unless requests and successes were counted and there was a request. Imbalance is the busiest expert's load
/// over the mean load, as an estimate over the runs that placed a request. level in (0, 1).
std::optional<core::CountSummary> summarize_counts(const core::Series& series, double level);

}  // namespace moebench::stats
