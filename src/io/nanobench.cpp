#include "nanobench.hpp"

#include <utility>

#include <fmt/format.h>

#include "foreign_results.hpp"

namespace moebench::io {
namespace {

std::string nanobench_name(const JsonField& field) {
  const std::string title = field["title"].text().value_or("");
  std::string name = field["name"].required_text();
  return title.empty() ? name : fmt::format("{} {}", title, name);
}

core::BenchmarkResult read_result(const JsonField& field, UniqueNames& unique) {
  constexpr std::uint64_t most = std::uint64_t{1} << 53U;
  const JsonField measurements = field["measurements"];
  std::vector<double> samples;
  std::vector<std::uint64_t> iterations;
  for (const JsonField& measurement : measurements.elements()) {
    const JsonField elapsed = measurement["elapsed"];
    samples.push_back(us_of(elapsed.required_number(), k_seconds, elapsed));
    iterations.push_back(measurement["iterations"].whole_number(1, most).value_or(1));
  }
  if (samples.empty()) {
    measurements.refuse_unless("one measurement or more, as nanobench's template json() writes them");
  }
  core::BenchmarkResult result = single_run(unique(nanobench_name(field)), {}, std::move(samples));
  const core::Attributes given = field.scalars();
  for (const std::string_view key : {"unit", "batch", "complexityN", "epochs", "warmup"}) {
    set_if_given(result.params, key, given.find(key));
  }
  set_batches(result, iterations);
  return result;
}

}  // namespace

bool is_nanobench(const Json& document) {
  if (!document.is_object() || !document.contains("results")) {
    return false;
  }
  const Json& results = document["results"];
  return results.is_array() && !results.empty() && results.front().is_object() &&
         (results.front().contains("measurements") || results.front().contains("median(elapsed)"));
}

core::ResultSet read_nanobench(const JsonField& document) {
  core::ResultSet set;
  UniqueNames unique;
  for (const JsonField& result : document["results"].elements()) {
    set.results.push_back(read_result(result, unique));
  }
  return set;
}

}  // namespace moebench::io
