// What a history comes to: what was measured, on what, how sure, what changed lately. Pure. Included by cli.
#pragma once

#include <string>
#include <vector>

#include "moebench/core/history_changes.hpp"

namespace moebench::report {

/// What to call each series: its result's name, and where several have it what tells them apart, of their machines,
/// builds and figures: "router (GCC 13.2.0, 4 cores)".
std::vector<std::string> series_titles(const core::HistoryChanges& found);

/// The summary of a report on nothing but a history, with each series' newest level and what changed before it. At
/// least one series.
std::string history_summary(const core::HistoryChanges& found);

/// The same in one item of a list, for a report on results that has a history beside them.
std::string history_item(const core::HistoryChanges& found);

}  // namespace moebench::report
