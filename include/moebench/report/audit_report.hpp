// An audit and a verification as Markdown: first whether it is accepted and why not, then what must change, then
// everything. Pure. Included by cli.
#pragma once

#include <string>

#include "moebench/core/audit.hpp"

namespace moebench::report {

/// The verdict, a table of the categories, the points lost with what must change (failures first), then each category's
/// points with their evidence. `candidate` and `baseline` name the two files.
std::string audit_report(const core::AuditReport& report, const std::string& candidate, const std::string& baseline);

/// How many figures agree, a table of those that differ or are unproven, then one of all that agree.
std::string verification_report(const core::Verification& verification, const std::string& file);

}  // namespace moebench::report
