#include "moebench/gate/differences.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "moebench/core/environment.hpp"

namespace moebench::gate {
namespace {

struct Fact {
  std::string_view key;
  Change change;
};

constexpr std::array k_facts{Fact{"cpu_model", Change::machine},
                             Fact{"cpu_logical_cores", Change::machine},
                             Fact{"cpu_available", Change::machine},
                             Fact{"cpu_quota", Change::machine},
                             Fact{"memory_total_bytes", Change::machine},
                             Fact{"virtualisation", Change::machine},
                             Fact{"kernel", Change::machine},
                             Fact{"governor", Change::machine},
                             Fact{"turbo", Change::machine},
                             Fact{"compiler", Change::compiler},
                             Fact{"compiler_flags", Change::compiler},
                             Fact{"build_type", Change::compiler},
                             Fact{"sanitizers", Change::compiler}};

constexpr std::array<std::string_view, 6> k_settings{
    "warmup_iterations", "benchmark_iterations", "model", "input", "input_dim", "quick"};

// What a result tells of its answers, not of how it was asked.
constexpr std::array<std::string_view, 3> k_answers{"logit", "probability", "class"};

std::string_view label(std::string_view key) {
  for (const core::FactName& fact : core::environment_facts()) {
    if (fact.key == key) {
      return fact.label;
    }
  }
  return key;
}

void compare(std::vector<FoundChange>& found, Change change, std::string_view key, std::string_view shown,
             const core::Attributes& now, const core::Attributes& then) {
  const core::Scalar* const a = now.find(key);
  const core::Scalar* const b = then.find(key);
  if (a != nullptr && b != nullptr && core::to_text(*a) != core::to_text(*b)) {
    found.push_back(
        {change, fmt::format("{}: {} in the baseline, {} now", shown, core::to_text(*b), core::to_text(*a))});
  }
}

void compare_params(std::vector<FoundChange>& found, const core::BenchmarkResult& now,
                    const core::BenchmarkResult& then) {
  for (const auto& [key, value] : now.params.entries()) {
    if (std::ranges::find(k_answers, key) == k_answers.end()) {
      compare(found, Change::configuration, key, fmt::format("{} of {}", key, now.name), now.params, then.params);
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

std::vector<FoundChange> differences(const core::ResultSet& candidate, const core::ResultSet& baseline) {
  std::vector<FoundChange> found = differences(candidate.environment.facts, baseline.environment.facts);
  for (const std::string_view key : k_settings) {
    compare(found, Change::configuration, key, key, candidate.config, baseline.config);
  }
  for (const core::BenchmarkResult& result : candidate.results) {
    if (const core::BenchmarkResult* partner = baseline.find(result.name)) {
      compare_params(found, result, *partner);
    }
  }
  return found;
}

}  // namespace moebench::gate
