#include "pytest_benchmark.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "foreign_results.hpp"

namespace moebench::io {
namespace {

constexpr std::uint64_t k_most_rounds = std::uint64_t{1} << 32U;

core::Attributes pytest_params(const JsonField& field) {
  core::Attributes params = field["params"].scalars();
  if (const auto group = field["group"].text()) {
    params.set("group", *group);
  }
  const core::Attributes options = field["options"].scalars();
  for (const std::string_view key : {"warmup", "timer", "disable_gc"}) {
    set_if_given(params, key, options.find(key));
  }
  return params;
}

std::optional<double> us(const JsonField& field) {
  const auto value = field.number();
  return value ? std::optional{us_of(*value, k_seconds, field)} : std::nullopt;
}

core::ReportedSummary reported(const JsonField& stats) {
  constexpr std::array<std::pair<const char*, std::optional<double> core::ReportedSummary::*>, 4> figures{
      {{"stddev", &core::ReportedSummary::sd},
       {"median", &core::ReportedSummary::p50},
       {"min", &core::ReportedSummary::min},
       {"max", &core::ReportedSummary::max}}};
  core::ReportedSummary summary;
  const JsonField rounds = stats["rounds"];
  const auto count = rounds.whole_number(1, k_most_rounds);
  if (!count && !rounds.is_given()) {
    rounds.refuse_unless("how many rounds the mean stands for, or the samples in \"data\"");
  }
  summary.iterations = count.value_or(1);
  summary.mean = us_of(stats["mean"].required_number(), k_seconds, stats["mean"]);
  for (const auto& [key, figure] : figures) {
    summary.*figure = us(stats[key]);
  }
  if (summary.sd && *summary.sd < 0) {
    stats["stddev"].refuse_unless("a standard deviation, which is never negative");
  }
  return summary;
}

core::BenchmarkResult read_test(const JsonField& field, UniqueNames& unique) {
  core::BenchmarkResult result;
  const auto fullname = field["fullname"].text();
  result.name = unique(fullname ? *fullname : field["name"].required_text());
  result.params = pytest_params(field);
  const JsonField stats = field["stats"];
  if (!stats.is_given()) {
    stats.refuse_unless("an object with \"data\"");
  }
  if (stats["data"].is_given()) {
    result.series.runs.push_back({.batch = stats["iterations"].whole_number(1, k_most_rounds).value_or(1),
                                  .samples = numbers_us(stats["data"], k_seconds),
                                  .counts = {}});
  } else {
    result.reported = reported(stats);
  }
  return result;
}

/// What of "machine_info" has a place among our facts.
core::Attributes facts_of(const JsonField& machine) {
  core::Attributes facts;
  const JsonField cpu_field = machine["cpu"];
  const core::Attributes cpu = cpu_field.is_object() ? cpu_field.scalars() : core::Attributes{};
  const core::Attributes given = machine.scalars();
  set_if_given(facts, "cpu_model", cpu.find("brand_raw") != nullptr ? cpu.find("brand_raw") : cpu.find("brand"));
  set_if_given(facts, "cpu_logical_cores", cpu.find("count"));
  set_if_given(facts, "kernel", given.find("release"));
  set_if_given(facts, "os", given.find("system"));
  set_if_given(facts, "architecture", given.find("machine"));
  return facts;
}

core::Attributes pytest_config(const JsonField& document) {
  core::Attributes config;
  const core::Attributes machine = document["machine_info"].scalars();
  for (const std::string_view key : {"node", "python_implementation", "python_version"}) {
    set_if_given(config, key, machine.find(key));
  }
  const core::Attributes commit = document["commit_info"].scalars();
  set_if_given(config, "commit", commit.find("id"));
  set_if_given(config, "branch", commit.find("branch"));
  const core::Attributes given = document.scalars();
  set_if_given(config, "timestamp", given.find("datetime"));
  set_if_given(config, "pytest_benchmark_version", given.find("version"));
  return config;
}

}  // namespace

bool is_pytest_benchmark(const Json& document) {
  if (!document.is_object() || !document.contains("benchmarks")) {
    return false;
  }
  const Json& tests = document["benchmarks"];
  const bool has_tests = tests.is_array() && !tests.empty() && tests.front().is_object();
  return has_tests ? tests.front().contains("stats") : document.contains("machine_info");
}

core::ResultSet read_pytest_benchmark(const JsonField& document) {
  core::ResultSet set;
  set.config = pytest_config(document);
  set.environment.facts = facts_of(document["machine_info"]);
  const JsonField tests = document["benchmarks"];
  UniqueNames unique;
  for (const JsonField& test : tests.elements()) {
    set.results.push_back(read_test(test, unique));
  }
  if (set.results.empty()) {
    tests.refuse_unless("one test or more that uses the benchmark fixture");
  }
  return set;
}

}  // namespace moebench::io
