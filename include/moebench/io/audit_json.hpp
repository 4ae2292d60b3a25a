// Owns the JSON and CSV form of an audit and of a verification, and the numbers that a result file states. Judges
// nothing. Included by cli.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "moebench/core/audit.hpp"
#include "moebench/core/error.hpp"

namespace moebench::io {

/// {"schema": "moebench.audit/1", "candidate", "baseline", "accepted", "passed", "failed", "skipped", "objections",
/// "categories": [{"name", "passed", "failed", "skipped", "points": [{"number", "title", "finding", "evidence",
/// "remedy"}]}]}. A point that passes has no remedy.
std::string to_json(const core::AuditReport& report);

/// {"schema": "moebench.verify/1", "agree", "differ", "unproven", "figures": [{"result", "place", "stated",
/// "recomputed", "agreement", "remark"}]}. "result" is null for figures of the whole file, a remark stands there only
/// where there is one.
std::string to_json(const core::Verification& verification);

/// A header line and one for each point: number, category, title, finding, evidence, remedy.
std::string audit_csv(const core::AuditReport& report);

/// A header line and one for each figure: result, place, stated, recomputed, agreement, remark.
std::string verification_csv(const core::Verification& verification);

/// Every number, and every null that stands for one, in the results of a result file and behind them, in order, with
/// its place: what the file's writer computed. Left out are what it measured and was told: configuration, environment,
/// parameters, samples with their counts and batches, checks, warnings. Error: input, as parse_results.
core::Result<std::vector<core::StatedFigure>> stated_figures(std::string_view text, std::string_view subject);

}  // namespace moebench::io
