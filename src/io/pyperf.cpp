#include "pyperf.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "foreign_results.hpp"

namespace moebench::io {
namespace {

constexpr std::uint64_t k_most_batch = std::uint64_t{1} << 32U;

/// Metadata from the nearest holder to the farthest.
struct Metadata {
  JsonField run;
  JsonField benchmark;
  JsonField file;

  JsonField operator[](std::string_view key) const {
    for (const JsonField* holder : {&run, &benchmark}) {
      JsonField field = (*holder)[key];
      if (field.is_given()) {
        return field;
      }
    }
    return file[key];
  }
};

std::uint64_t batch_of(const Metadata& metadata) {
  const std::uint64_t loops = metadata["loops"].whole_number(1, k_most_batch).value_or(1);
  const std::uint64_t inner = metadata["inner_loops"].whole_number(1, k_most_batch).value_or(1);
  return loops > k_most_batch / inner ? k_most_batch : loops * inner;
}

/// "second" is read as microseconds.
core::Series series_of(const JsonField& unit_field) {
  const std::string unit = unit_field.text().value_or("second");
  if (unit == "second") {
    return {};
  }
  if (unit != "byte" && unit != "integer") {
    unit_field.refuse_unless("\"second\", \"byte\" or \"integer\"");
  }
  const bool is_size = unit == "byte";
  return {.metric = is_size ? "size" : "value",
          .unit = is_size ? "bytes" : "integer",
          .better = core::Better::lower,
          .runs = {}};
}

core::BenchmarkResult read_benchmark(const JsonField& field, const JsonField& file_metadata, UniqueNames& unique) {
  constexpr std::array<std::string_view, 4> own_keys{"name", "unit", "loops", "inner_loops"};
  core::BenchmarkResult result;
  const JsonField runs_field = field["runs"];
  const std::vector<JsonField> runs = runs_field.elements();
  const JsonField first_run = runs.empty() ? field["metadata"] : runs.front()["metadata"];
  const Metadata metadata{.run = first_run, .benchmark = field["metadata"], .file = file_metadata};
  result.name = unique(metadata["name"].required_text());
  result.series = series_of(metadata["unit"]);
  const core::Attributes described = field["metadata"].scalars();
  for (const auto& [key, value] : described.entries()) {
    if (std::ranges::find(own_keys, key) == own_keys.end()) {
      result.params.set(key, core::Scalar{value});
    }
  }
  for (const JsonField& run : runs) {
    const JsonField values = run["values"];
    if (!values.has_elements()) {
      (void)values.elements();  // refuses what is no array
      continue;
    }
    const Metadata of_run{.run = run["metadata"], .benchmark = field["metadata"], .file = file_metadata};
    result.series.runs.push_back(
        {.batch = batch_of(of_run),
         .samples = result.series.unit == "us" ? numbers_us(values, k_seconds) : values.numbers(),
         .counts = {}});
  }
  if (result.series.runs.empty()) {
    runs_field.refuse("holds no run with \"values\", only calibration; measure again without --calibrate-loops");
  }
  return result;
}

core::Attributes facts_of(const core::Attributes& metadata) {
  core::Attributes facts;
  set_if_given(facts, "cpu_model", metadata.find("cpu_model_name"));
  set_if_given(facts, "cpu_logical_cores", metadata.find("cpu_count"));
  set_if_given(facts, "aslr", metadata.find("aslr"));
  set_if_given(facts, "load_average_1m", metadata.find("load_avg_1min"));
  return facts;
}

}  // namespace

bool is_pyperf(const Json& document) {
  if (!document.is_object() || !document.contains("benchmarks")) {
    return false;
  }
  const Json& benchmarks = document["benchmarks"];
  const bool has_any = benchmarks.is_array() && !benchmarks.empty() && benchmarks.front().is_object();
  return has_any ? benchmarks.front().contains("runs") : document.contains("version") && document.contains("metadata");
}

core::ResultSet read_pyperf(const JsonField& document) {
  core::ResultSet set;
  const JsonField metadata = document["metadata"];
  set.config = metadata.scalars();
  set.environment.facts = facts_of(set.config);
  const JsonField benchmarks = document["benchmarks"];
  UniqueNames unique;
  for (const JsonField& benchmark : benchmarks.elements()) {
    set.results.push_back(read_benchmark(benchmark, metadata, unique));
  }
  if (set.results.empty()) {
    benchmarks.refuse_unless("one benchmark or more");
  }
  return set;
}

}  // namespace moebench::io
