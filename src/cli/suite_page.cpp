#include "suite_page.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "moebench/io/atomic_file.hpp"
#include "moebench/report/document.hpp"
#include "report_document.hpp"

namespace moebench::cli {
namespace {

/// PyTorch's plain single samples with what they are first held against in the report: our vector kernel.
std::vector<std::string> pairs_of(const report::FrameworkComparison& beside) {
  std::vector<std::string> pairs;
  std::vector<std::string> taken;
  for (const report::FrameworkRow& row : beside.rows) {
    const std::string& theirs = row.comparison.baseline.name;
    if (row.batch == 1 && row.form == "plain" && std::ranges::find(taken, theirs) == taken.end()) {
      pairs.push_back(fmt::format("{}={}", row.comparison.candidate.name, theirs));
      taken.push_back(theirs);
    }
  }
  return pairs;
}

/// Where the report has a file's scenario.
std::size_t place_in_report(const core::ResultSet& set) {
  constexpr std::array<std::string_view, 7> order{"router",   "registry", "overflow", "mixed",
                                                  "dispatch", "infer",    "null"};
  const std::string_view scenario = set.results.empty() ? "" : std::string_view{set.results.front().scenario};
  return static_cast<std::size_t>(std::ranges::find(order, scenario) - order.begin());
}

}  // namespace

core::Result<void> write_suite_page(const std::filesystem::path& file, SuitePage page) {
  std::ranges::stable_sort(page.files, {}, place_in_report);
  ReportSources sources{.title = "MoE Benchmarks", .files = std::move(page.files), .baseline = std::move(page.pytorch)};
  if (page.beside && page.beside->missing.empty()) {
    sources.comparing.matches = pairs_of(*page.beside);
    sources.further = report::framework_section(*page.beside);
  }
  const auto document = report_document(std::move(sources));
  if (!document) {
    return std::unexpected(document.error());
  }
  return io::write_atomically(file, report::html_document(*document));
}

}  // namespace moebench::cli
