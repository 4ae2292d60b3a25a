#include <algorithm>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "number_text.hpp"
#include "result_writers.hpp"

namespace moebench::io {
namespace {

/// A comment ends with its line.
std::string comment(std::string_view text) {
  std::string line{text};
  std::ranges::replace_if(
      line, [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return line;
}

}  // namespace

Exported to_samples_csv(const core::ResultSet& set) {
  std::string text = "# result,run,iteration,batch,sample\n";
  for (std::size_t i = 0; i < set.results.size(); ++i) {
    const core::BenchmarkResult& result = set.results[i];
    const core::Series& series = result.series;
    text += fmt::format("# result {}: {} ({}, {}, {} is better)\n", i + 1, comment(result.name), comment(series.metric),
                        comment(series.unit), series.better == core::Better::lower ? "lower" : "higher");
    for (std::size_t run = 0; run < series.runs.size(); ++run) {
      const std::vector<double>& samples = series.runs[run].samples;
      for (std::size_t iteration = 0; iteration < samples.size(); ++iteration) {
        text += fmt::format("{},{},{},{},", i + 1, run + 1, iteration + 1, series.runs[run].batch);
        append_number(text, samples[iteration]);
        text += '\n';
      }
    }
  }
  return {.text = std::move(text), .lost = {}};
}

}  // namespace moebench::io
