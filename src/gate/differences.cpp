#include "moebench/gate/differences.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "moebench/core/environment.hpp"

namespace moebench::gate {
namespace {

struct Fact {
  std::string_view key;
  Change change;
};

constexpr std::array k_facts{Fact{"cpu_model", Change::machine},       Fact{"cpu_logical_cores", Change::machine},
                             Fact{"cpu_available", Change::machine},   Fact{"cpu_quota", Change::machine},
                             Fact{"architecture", Change::machine},    Fact{"virtualisation", Change::machine},
                             Fact{"kernel", Change::machine},          Fact{"governor", Change::machine},
                             Fact{"turbo", Change::machine},           Fact{"compiler", Change::compiler},
                             Fact{"compiler_flags", Change::compiler}, Fact{"build_type", Change::compiler},
                             Fact{"sanitizers", Change::compiler}};

constexpr std::array<std::string_view, 11> k_settings{
    "warmup_iterations", "benchmark_iterations", "model", "input",  "input_dim", "quick",
    "model_crc32",       "input_crc32",          "dtype", "device", "threads"};

// What was found out while measuring, not how it was asked: no two runs need agree.
constexpr std::array<std::string_view, 6> k_measured{"logit",  "probability", "class",
                                                     "user_s", "system_s",    "iterations_per_sample"};

std::string_view label(std::string_view key) {
  for (const core::FactName& fact : core::environment_facts()) {
    if (fact.key == key) {
      return fact.label;
    }
  }
  return key;
}

/// A kernel's releases differ by what was repaired; its version is what may change its speed.
std::string as_compared(std::string_view key, const core::Scalar& value) {
  const std::string text = core::to_text(value);
  const std::size_t dot = text.find('.');
  return key == "kernel" && dot != std::string::npos ? text.substr(0, text.find_first_not_of("0123456789", dot + 1))
                                                     : text;
}

std::string both_values(const core::Scalar& now, const core::Scalar& then) {
  return fmt::format("{} in the baseline, {} now", core::to_text(then), core::to_text(now));
}

void compare(std::vector<FoundChange>& found, Change change, std::string_view key, std::string_view shown,
             const core::Attributes& now, const core::Attributes& then) {
  const core::Scalar* const a = now.find(key);
  const core::Scalar* const b = then.find(key);
  if (a != nullptr && b != nullptr && as_compared(key, *a) != as_compared(key, *b)) {
    found.push_back({change, fmt::format("{}: {}", shown, both_values(*a, *b))});
  }
}

/// A parameter that is another one in results, and in which.
struct ChangedParameter {
  std::string key;
  std::string values;  // "A in the baseline, B now"
  std::vector<std::string> results;
};

void compare_params(std::vector<ChangedParameter>& changed, const core::BenchmarkResult& now,
                    const core::BenchmarkResult& then) {
  for (const auto& [key, value] : now.params.entries()) {
    const core::Scalar* const old = then.params.find(key);
    if (std::ranges::find(k_measured, key) != k_measured.end() || old == nullptr ||
        as_compared(key, value) == as_compared(key, *old)) {
      continue;
    }
    const std::string values = both_values(value, *old);
    const auto same = std::ranges::find_if(
        changed, [&](const ChangedParameter& one) { return one.key == key && one.values == values; });
    if (same == changed.end()) {
      changed.push_back({.key = std::string{key}, .values = values, .results = {now.name}});
    } else if (std::ranges::find(same->results, now.name) == same->results.end()) {
      same->results.push_back(now.name);
    }
  }
}

}  // namespace

std::string_view name(Change change) {
  switch (change) {
    case Change::machine: return "machine";
    case Change::compiler: return "compiler";
    case Change::configuration: return "configuration";
  }
  return "unknown";
}

core::Attributes fingerprint(const core::Environment& environment) {
  core::Attributes facts;
  for (const Fact& fact : k_facts) {
    if (const core::Scalar* value = environment.facts.find(fact.key)) {
      facts.set(fact.key, *value);
    }
  }
  return facts;
}

std::vector<FoundChange> differences(const core::Attributes& now, const core::Attributes& then) {
  std::vector<FoundChange> found;
  for (const Fact& fact : k_facts) {
    compare(found, fact.change, fact.key, label(fact.key), now, then);
  }
  return found;
}

std::vector<FoundChange> differences(const core::ResultSet& candidate, const core::ResultSet& baseline,
                                     std::span<const core::GateRow> rows) {
  std::vector<FoundChange> found = differences(candidate.environment.facts, baseline.environment.facts);
  if (candidate.environment.facts.find("cpu_model") == nullptr ||
      baseline.environment.facts.find("cpu_model") == nullptr) {
    compare(found, Change::machine, "cpu", "CPU", candidate.config, baseline.config);
  }
  for (const std::string_view key : k_settings) {
    compare(found, Change::configuration, key, key, candidate.config, baseline.config);
  }
  std::vector<ChangedParameter> changed;
  const core::GateRow* last = nullptr;
  for (const core::GateRow& row : rows) {
    const bool seen = last != nullptr && last->candidate.name == row.candidate.name;
    const core::BenchmarkResult* const mine = candidate.find(row.candidate.name);
    const core::BenchmarkResult* const theirs = baseline.find(row.baseline.name);
    if (!seen && mine != nullptr && theirs != nullptr) {
      compare_params(changed, *mine, *theirs);
    }
    last = &row;
  }
  for (const ChangedParameter& one : changed) {
    const std::string where =
        one.results.size() == 1 ? one.results.front() : fmt::format("{} results", one.results.size());
    found.push_back({Change::configuration, fmt::format("{} of {}: {}", one.key, where, one.values)});
  }
  return found;
}

std::vector<std::string> what_differs(const core::ResultSet& candidate, const core::ResultSet& baseline,
                                      const core::ComparisonSet& compared) {
  std::vector<core::GateRow> rows;
  for (const core::Comparison& comparison : compared.comparisons) {
    core::GateRow row{};
    row.candidate.name = comparison.candidate.name;
    row.baseline.name = comparison.baseline.name;
    rows.push_back(std::move(row));
  }
  std::vector<std::string> sentences;
  for (FoundChange& found : differences(candidate, baseline, rows)) {
    sentences.push_back(std::move(found.what));
  }
  return sentences;
}

}  // namespace moebench::gate
