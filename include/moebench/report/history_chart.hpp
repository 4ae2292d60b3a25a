// A series by commit as lines of text. Pure. Included by history_report.
#pragma once

#include <cstddef>
#include <string>

#include "moebench/core/history_changes.hpp"

namespace moebench::report {

/// A line with the ends of the axis, then one for each of the newest `most_points` measurements, oldest first: commit,
/// day, a sign at its value's place between the smallest and the largest shown, the value, and what changed there. The
/// level that it belongs to stands as a bar on the same line. At most 80 characters wide unless commits' names or
/// values are long. most_points >= 1.
std::string history_chart(const core::HistorySeries& series, std::size_t most_points, bool ascii);

/// The commit as people name it: the first nine digits of a hash, '+' behind it where the tree had changes.
std::string commit_text(const core::Commit& commit);

/// "regression, confirmed"; "within one commit, provisional".
std::string change_text(const core::HistoryChange& change);

}  // namespace moebench::report
