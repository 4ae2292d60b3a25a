// Whether a strategy is what ModelRegistry says: what those that come with the library are tested by. Included by tests
// and by whoever writes a strategy.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "moebench/core/result_set.hpp"
#include "moebench/registry/registry.hpp"
#include "moebench/registry/same_answers.hpp"
#include "moebench/registry/stamped_model.hpp"
#include "moebench/registry/stress.hpp"

namespace moebench::registry {

/// The checks of what many threads found and of writers who raced (race_miscounts).
std::vector<core::Check> checks_of(const Findings& findings, std::uint64_t miscounts);

/// `Registry` is the strategy with StampedModel as its model: check_registry<SeqlockRegistry<StampedModel>>(). Holds
/// its answers in one thread against a plain map's, then lets readers and writers at it, and counts the models that it
/// leaves behind. Takes seconds and eight threads. What a check that passed proves ends with what the threads happened
/// to do: run it under ThreadSanitizer and AddressSanitizer, too. Nobody else may hold a StampedModel meanwhile.
template <ModelRegistry Registry>
std::vector<core::Check> check_registry() {
  std::string other;
  for (const std::size_t id_count : {1U, 3U, 20U, 300U}) {
    for (std::uint64_t seed = 1; seed <= 10 && other.empty(); ++seed) {
      other = other_answer<Registry>(seed, id_count, 600);
    }
  }
  std::vector<core::Check> checks{{.name = "the first answer that is not a plain map's",
                                   .expected = "none",
                                   .actual = other.empty() ? "none" : other,
                                   .ok = other.empty()}};
  {
    Stress<Registry> stress;
    stress.run();
    const std::uint64_t miscounts = race_miscounts<Registry>();
    for (core::Check& check : checks_of(stress.findings(), miscounts)) {
      checks.push_back(std::move(check));
    }
  }
  const int alive = StampedModel::alive;
  checks.push_back({.name = "models left behind", .expected = "0", .actual = std::to_string(alive), .ok = alive == 0});
  return checks;
}

}  // namespace moebench::registry
