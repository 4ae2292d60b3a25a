#include "hyperfine.hpp"

#include <utility>

#include <fmt/format.h>

#include "foreign_results.hpp"

namespace moebench::io {
namespace {

/// One process for each sample.
void set_runs(core::Series& series, const std::vector<double>& samples) {
  for (const double sample : samples) {
    series.runs.push_back({.batch = 1, .samples = {sample}, .counts = {}});
  }
}

core::Check exit_check(const std::vector<JsonField>& codes) {
  std::size_t failed = 0;
  std::size_t killed = 0;
  for (const JsonField& code : codes) {
    killed += code.is_given() ? 0U : 1U;
    failed += code.is_given() && code.required_number() != 0 ? 1U : 0U;
  }
  std::string actual = failed == 0 && killed == 0
                           ? "all did"
                           : fmt::format("{} of {} failed, {} were killed", failed, codes.size(), killed);
  return {.name = "every process exited with 0",
          .expected = "all did",
          .actual = std::move(actual),
          .ok = failed == 0 && killed == 0};
}

struct Metric {
  const char* key;
  const char* mean_key;  // the parameter for a mean; null where the file has none
  const char* unit;
};

constexpr Metric k_metrics[] = {
    {"user", "user_s", "us"}, {"system", "system_s", "us"}, {"memory_usage_byte", nullptr, "bytes"}};

void read_command(const JsonField& field, UniqueNames& unique, std::vector<core::BenchmarkResult>& results) {
  core::BenchmarkResult time;
  const std::string command = field["command"].required_text();
  time.name = unique(command);
  time.params = field["parameters"].scalars();
  time.series.metric = "wall-clock time";
  set_runs(time.series, numbers_us(field["times"], k_seconds));
  if (const std::vector<JsonField> codes = field["exit_codes"].elements(); !codes.empty()) {
    time.checks.push_back(exit_check(codes));
  }
  std::vector<core::BenchmarkResult> further;
  for (const Metric& metric : k_metrics) {
    const JsonField values = field[metric.key];
    if (values.is_number() && metric.mean_key != nullptr) {
      time.params.set(metric.mean_key, values.required_number());
    } else if (values.has_elements()) {
      core::BenchmarkResult& result = further.emplace_back();
      result.name = unique(fmt::format("{} {}", command, metric.key));
      result.series.metric = metric.key;
      result.series.unit = metric.unit;
      set_runs(result.series, result.series.unit == "us" ? numbers_us(values, k_seconds) : values.numbers());
    }
  }
  for (core::BenchmarkResult& result : further) {
    result.params = time.params;
  }
  results.push_back(std::move(time));
  std::ranges::move(further, std::back_inserter(results));
}

}  // namespace

bool is_hyperfine(const Json& document) {
  if (!document.is_object() || !document.contains("results")) {
    return false;
  }
  const Json& results = document["results"];
  return results.is_array() && !results.empty() && results.front().is_object() && results.front().contains("command") &&
         !results.front().contains("name");
}

core::ResultSet read_hyperfine(const JsonField& document) {
  core::ResultSet set;
  UniqueNames unique;
  for (const JsonField& command : document["results"].elements()) {
    read_command(command, unique, set.results);
  }
  return set;
}

}  // namespace moebench::io
