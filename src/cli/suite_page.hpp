// The page with charts that the suite writes beside its report. Private to cli.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "moebench/core/error.hpp"
#include "moebench/core/result_set.hpp"
#include "moebench/report/framework_section.hpp"

namespace moebench::cli {

/// What a page shows of a suite: the files of its parts, named as they are written.
struct SuitePage {
  std::vector<core::ResultSet> files = {};
  std::optional<core::ResultSet> pytorch = {};             // empty where it was not measured
  std::optional<report::FrameworkComparison> beside = {};  // what was held against it
};

/// Makes the page and replaces the file. Fails as writing does.
core::Result<void> write_suite_page(const std::filesystem::path& file, SuitePage page);

}  // namespace moebench::cli
