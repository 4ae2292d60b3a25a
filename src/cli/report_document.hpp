// Result files, what they are held against and their history as one report with charts. Private to cli.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "moebench/core/history_changes.hpp"
#include "moebench/core/result_set.hpp"
#include "moebench/report/document.hpp"
#include "moebench/stats/compare.hpp"

namespace moebench::cli {

struct ReportSources {
  std::string title;
  std::vector<core::ResultSet> files;
  std::optional<core::ResultSet> baseline = {};  // every file is compared with it
  stats::CompareOptions comparing = {};          // and how; a match counts for the files that have its candidate
  std::optional<core::HistoryChanges> history = {};
  std::string further = {};  // a section behind the comparisons, as Markdown
};

/// Fails as stats::compare_sets does, also for a match whose candidate no file has.
core::Result<report::Document> report_document(ReportSources sources);

}  // namespace moebench::cli
