#include "suite_page.hpp"

#include <algorithm>
#include <string>
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

}  // namespace

core::Result<void> write_suite_page(const std::filesystem::path& file, SuitePage page) {
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
