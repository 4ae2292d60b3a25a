#include "moebench/core/result_set.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace moebench::core {

std::optional<std::uint64_t> BenchmarkResult::inputs_per_call() const {
  for (const char* key : {"batch_size", "batch"}) {
    if (const auto inputs = params.count(key); inputs && *inputs >= 1) {
      return inputs;
    }
  }
  return std::nullopt;
}

const BenchmarkResult* ResultSet::find(std::string_view name) const {
  const auto at = std::ranges::find(results, name, &BenchmarkResult::name);
  return at == results.end() ? nullptr : &*at;
}

namespace {

void merge_checks(std::vector<Check>& into, std::vector<Check> checks) {
  for (Check& check : checks) {
    const auto known = std::ranges::find(into, check.name, &Check::name);
    if (known == into.end()) {
      into.push_back(std::move(check));
    } else if (known->ok && !check.ok) {
      *known = std::move(check);
    }
  }
}

void merge_warnings(std::vector<Warning>& into, std::vector<Warning> warnings) {
  for (Warning& warning : warnings) {
    const auto same_doubt = [&](const Warning& other) {
      return other.code == warning.code && other.subject == warning.subject;
    };
    if (std::ranges::none_of(into, same_doubt)) {
      into.push_back(std::move(warning));
    }
  }
}

}  // namespace

Result<void> append_run(ResultSet& all, ResultSet run) {
  if (!std::ranges::equal(all.results, run.results, {}, &BenchmarkResult::name, &BenchmarkResult::name)) {
    return input_error(run.source, "this run holds other results than the first; was the program replaced meanwhile?");
  }
  for (std::size_t i = 0; i < run.results.size(); ++i) {
    BenchmarkResult& into = all.results[i];
    BenchmarkResult& from = run.results[i];
    std::ranges::move(from.series.runs, std::back_inserter(into.series.runs));
    merge_checks(into.checks, std::move(from.checks));
    merge_warnings(into.warnings, std::move(from.warnings));
  }
  return {};
}

}  // namespace moebench::core
