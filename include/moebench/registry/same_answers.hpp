// Generated sequences of operations, in one thread: a strategy gives the answers that a plain map gives. Included by
// check_registry.hpp.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "moebench/core/rng.hpp"
#include "moebench/registry/plain_registry.hpp"
#include "moebench/registry/registry.hpp"
#include "moebench/registry/stamped_model.hpp"

namespace moebench::registry {

/// `count` different ids, of every length that a strategy may handle in its own way: none, shorter than a word, a word,
/// longer, on the heap.
std::vector<std::string> ids_of_all_lengths(std::size_t count);

/// Does operations on a registry and answers with texts.
template <ModelRegistry Registry>
class Player {
 public:
  /// Does operation number `step`, drawn from `rng`, on one of `ids`.
  std::string play(core::Rng& rng, std::uint64_t step, const std::vector<std::string>& ids) {
    const std::uint64_t which = rng.below(ids.size());
    const std::string& id = ids[which];
    switch (rng.below(10)) {
      case 0:
      case 1: return outcome_of(registry_.insert(id, StampedModel{which, step}));
      case 2: return outcome_of(registry_.replace(id, StampedModel{which, step}));
      case 3: return outcome_of(registry_.erase(id));
      case 4: return owned(id);
      case 5: return borrowed(id);
      case 6: return std::to_string(registry_.find(id).value_or(0));
      case 7: return std::to_string(registry_.size());
      case 8: return sorted_ids();
      default: return held(id, rng.below(4));
    }
  }

 private:
  using Handle = decltype(std::declval<const Registry&>().get(""));

  static std::string outcome_of(const core::Result<void>& result) {
    return result ? "done" : result.error().subject + ": " + result.error().message;
  }

  static std::string text_of(const StampedModel& model) {
    return std::to_string(model.id()) + "." + std::to_string(model.stamp()) + (model.intact() ? " intact" : " torn");
  }

  static std::string text_of(const std::optional<Handle>& handle) {
    return handle && *handle ? text_of(**handle) : "none";
  }

  std::string owned(const std::string& id) { return text_of(std::optional<Handle>{registry_.get(id)}); }

  std::string borrowed(const std::string& id) {
    std::string seen;
    const bool found = registry_.with(id, [&](const StampedModel& model) { seen = text_of(model); });
    return found ? seen : "not called" + seen;
  }

  std::string sorted_ids() {
    std::vector<std::string> all = registry_.ids();
    std::ranges::sort(all);
    std::string text;
    for (const std::string& id : all) {
      text += id + ",";
    }
    return text;
  }

  /// Keeps a handle for later and answers with what the one that stood in its place still shows.
  std::string held(const std::string& id, std::size_t place) {
    std::optional<Handle> earlier{registry_.get(id)};
    std::swap(handles_[place], earlier);
    return text_of(earlier);
  }

  Registry registry_;
  std::array<std::optional<Handle>, 4> handles_;
};

/// Where the strategy first answered in another way than a plain map, in words; empty where it never did. `steps`
/// operations on `id_count` ids, drawn from `seed`.
template <ModelRegistry Registry>
std::string other_answer(std::uint64_t seed, std::size_t id_count, std::uint64_t steps) {
  const std::vector<std::string> ids = ids_of_all_lengths(id_count);
  Player<Registry> player;
  Player<PlainRegistry<StampedModel>> oracle;
  core::Rng rng{seed};
  core::Rng same{seed};
  for (std::uint64_t step = 1; step <= steps; ++step) {
    const std::string answer = player.play(rng, step, ids);
    const std::string expected = oracle.play(same, step, ids);
    if (answer != expected) {
      return "operation " + std::to_string(step) + " of seed " + std::to_string(seed) + " on " +
             std::to_string(id_count) + " ids: \"" + answer + "\" instead of \"" + expected + "\"";
    }
  }
  return "";
}

}  // namespace moebench::registry
