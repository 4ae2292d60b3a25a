// Owns the comma-separated tables of a history, in the manner of tables_csv.hpp. Included by cli.
#pragma once

#include <span>
#include <string>

#include "moebench/core/history_changes.hpp"

namespace moebench::io {

/// A header line and one line: the file, the commit and its time, how many were added and how many were there.
std::string history_addition_csv(const core::HistoryAddition& addition);

/// A header line and one line for each measurement.
std::string history_csv(std::span<const core::Measurement> measurements);

/// A header line and one line for each change.
std::string history_changes_csv(const core::HistoryChanges& found);

/// A header line and one line for each point of each series, with the level that it belongs to.
std::string history_points_csv(const core::HistoryChanges& found);

}  // namespace moebench::io
