// Two result files side by side as Markdown: the reference document's table, its statistical validation, and the
// doubts. Pure. Included by cli.
#pragma once

#include <string>

#include "moebench/core/comparison.hpp"

namespace moebench::report {

/// `candidate` and `baseline` name the two files. Where runs are compared that comes first, and the headline rests on
/// it; the figures of all samples pooled stand below. Text from files passes through inline_text.
std::string comparison_report(const core::ComparisonSet& set, const std::string& candidate,
                              const std::string& baseline);

}  // namespace moebench::report
