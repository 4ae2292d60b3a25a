#include "moebench/io/result_export.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "result_writers.hpp"

namespace moebench::io {
namespace {

Exported written(const core::ResultSet& set, ExportFormat format) {
  switch (format) {
    case ExportFormat::google_benchmark: return to_google_benchmark(set);
    case ExportFormat::go: return to_go_benchmark(set);
    case ExportFormat::csv: return to_samples_csv(set);
  }
  return {};
}

/// Takes the results without samples out of `set` and returns their names.
std::vector<std::string> take_summaries(core::ResultSet& set) {
  std::vector<std::string> names;
  for (const core::BenchmarkResult& result : set.results) {
    if (!result.has_samples()) {
      names.push_back(result.name);
    }
  }
  std::erase_if(set.results, [](const core::BenchmarkResult& result) { return !result.has_samples(); });
  return names;
}

}  // namespace

core::Result<Exported> export_results(const core::ResultSet& set, ExportFormat format) {
  core::ResultSet sampled = set;
  const std::vector<std::string> summaries = take_summaries(sampled);
  if (sampled.results.empty()) {
    return core::input_error(set.source,
                             "holds summaries without samples, of which nothing can be exported; measure "
                             "again with a tool that keeps its samples");
  }
  Exported exported = written(sampled, format);
  if (exported.text.empty()) {
    return core::input_error(set.source, "holds no samples that the format has a place for; export as csv");
  }
  if (!summaries.empty()) {
    exported.lost.push_back(fmt::format("without samples, and so left out: {}", fmt::join(summaries, ", ")));
  }
  const bool has_runs = std::ranges::any_of(
      sampled.results, [](const core::BenchmarkResult& result) { return result.series.runs.size() > 1; });
  if (has_runs && format != ExportFormat::csv) {
    exported.lost.push_back("which process each sample is from: the format takes all for one process's");
  }
  return exported;
}

}  // namespace moebench::io
