// Two result files side by side as Markdown: the reference document's table, its statistical validation, and the
// doubts. Pure. Included by cli.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "moebench/core/comparison.hpp"

namespace moebench::report {

/// A file against the baseline.
struct ComparedFile {
  std::string candidate;  // the file's name
  std::string baseline;   // the file's name
  core::ComparisonSet set;
  std::vector<std::string> differences = {};  // of machine, build and configuration, a sentence each
};

enum class ComparisonDetail : std::uint8_t {
  everything,
  summary,  // verdicts, what else differs, doubts
};

/// Where runs are compared that comes first, and the headline rests on it; the figures of all samples pooled stand
/// below. Text from files passes through inline_text.
std::string comparison_report(const ComparedFile& file, ComparisonDetail detail = ComparisonDetail::everything);

}  // namespace moebench::report
