// What a reader of a report wants first: what was measured, on what, how sure, and is it better. Pure. Included by cli.
#pragma once

#include <span>
#include <string>

#include "moebench/report/comparison_report.hpp"
#include "moebench/report/measured.hpp"

namespace moebench::report {

/// Four answers and a table of verdicts. `measured` and `compared` may be empty, not both.
std::string summary_section(std::span<const Measured> measured, std::span<const ComparedFile> compared);

/// The results of one file with their main figures, whatever made it; under its name.
std::string figures_section(const Measured& measured);

/// How figures and verdicts came about, for whoever must defend them.
std::string methods_section(std::span<const Measured> measured, std::span<const ComparedFile> compared);

}  // namespace moebench::report
