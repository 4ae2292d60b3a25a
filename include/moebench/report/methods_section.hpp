// How figures and verdicts came about, for whoever must defend them. Pure. Included by cli.
#pragma once

#include <span>
#include <string>

#include "moebench/core/history_changes.hpp"
#include "moebench/report/comparison_report.hpp"
#include "moebench/report/measured.hpp"

namespace moebench::report {

/// A paragraph for each method that was used. What is empty or null is not told.
std::string methods_section(std::span<const Measured> measured, std::span<const ComparedFile> compared,
                            const Measured* baseline = nullptr, const core::HistoryChanges* history = nullptr);

}  // namespace moebench::report
