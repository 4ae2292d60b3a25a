// A gate's report as Markdown, and as the annotations that GitHub shows at a pull request. Included by cli.
#pragma once

#include <string>

#include "moebench/core/gate.hpp"

namespace moebench::report {

/// The verdict in one sentence, a table of the rows with the worst first, what was not settled and what would settle
/// it, failed processes, differences that were allowed, and how it was judged.
std::string gate_report(const core::GateReport& report);

/// A line for each row that regressed (::error), each that is inconclusive (::notice) and each process that failed
/// (::error), in GitHub's workflow commands; empty text where there are none.
std::string github_annotations(const core::GateReport& report);

}  // namespace moebench::report
