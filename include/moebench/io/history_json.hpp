// Owns the JSON form of a history: what was added, what is in it (schema moebench.history/1), and where its levels
// changed (moebench.changes/1). Computes nothing. Included by cli.
#pragma once

#include <span>
#include <string>

#include "moebench/core/history_changes.hpp"

namespace moebench::io {

/// {"schema": "moebench.history_added/1", "file", "commit", "added", "already_there"}.
std::string to_json(const core::HistoryAddition& addition);

/// {"schema", "file", "measurements"}, each with every figure, null where it is not known, and the means of its runs. A
/// commit is {"id", "branch", "time", "dirty"}; the machine, the parameters and the config are objects of texts.
std::string to_json(std::span<const core::Measurement> measurements, const std::string& file);

/// {"schema", "figure", "options", "series", "machine_changes"}. A series holds its points, its levels (from and to as
/// places of points, to not included) and its changes. "alpha" is over all series, "alpha_of_a_test" of each.
std::string to_json(const core::HistoryChanges& found);

}  // namespace moebench::io
