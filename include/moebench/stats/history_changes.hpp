// Where the level of a history's results changed, and whether that is the code's doing. Included by cli.
#pragma once

#include <span>

#include "moebench/core/history_changes.hpp"

namespace moebench::stats {

/// One series for each result name, metric, unit and machine, in the order of names and of first measurements; its
/// points by the commit's time, then by id. A machine's change so begins a series of its own and is never a change of
/// a level. The order of `measurements` does not matter.
///
/// Levels are e_divisive's, each test at alpha over the number of series that have points for two segments: Bonferroni,
/// so that alpha bounds the chance of any false change in all of them. Permutations are raised until p values of a
/// fifth of that level exist. Of two levels that differ by less than `min_change` of the older one the change between
/// them is dropped, the smallest first, and counted as too small. A ratio's interval counts measurements as
/// independent, and does not know that its place was chosen where the difference is largest: it is too narrow for small
/// changes.
///
/// Measurements without the figure of `options.metric` are counted and left out.
core::HistoryChanges find_history_changes(std::span<const core::Measurement> measurements,
                                          const core::HistoryChangesOptions& options);

}  // namespace moebench::stats
