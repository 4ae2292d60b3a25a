// What a reader of a report wants first: what was measured, on what, how sure, and is it better. Pure. Included by cli.
#pragma once

#include <span>
#include <string>

#include "moebench/core/history_changes.hpp"
#include "moebench/report/comparison_report.hpp"
#include "moebench/report/measured.hpp"

namespace moebench::report {

/// Four answers and a table of verdicts; with a baseline what that is, with a history what changed in it. `measured` is
/// not empty; null where there is none.
std::string summary_section(std::span<const Measured> measured, std::span<const ComparedFile> compared,
                            const Measured* baseline = nullptr, const core::HistoryChanges* history = nullptr);

/// The ratios of arms that took turns with each other, where they are too many for the summary without a baseline;
/// otherwise empty text.
std::string long_speedup_table(std::span<const Measured> measured);

/// The results of one file with their main figures, whatever made it; under its name.
std::string figures_section(const Measured& measured);

}  // namespace moebench::report
