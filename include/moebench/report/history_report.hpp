// A history as Markdown: what is in it, and where its levels changed. Computes nothing. Included by cli.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "moebench/core/history_changes.hpp"

namespace moebench::report {

/// One sentence: how many measurements of which commit came to which file.
std::string history_addition_report(const core::HistoryAddition& addition);

/// A table with a row for each measurement, in the order given.
std::string history_list_report(std::span<const core::Measurement> measurements, std::string_view file);

/// How it was tested, a table of the changes, one of machines that changed, and what was left out.
std::string history_changes_report(const core::HistoryChanges& found, std::string_view file);

/// A chart of each series.
std::string history_plot_report(const core::HistoryChanges& found, std::size_t most_points, bool ascii);

}  // namespace moebench::report
