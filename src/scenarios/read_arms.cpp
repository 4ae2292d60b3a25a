#include "moebench/scenarios/read_arms.hpp"

#include "moebench/core/rng.hpp"

namespace moebench::scenarios {

std::string_view name(Access access) {
  return access == Access::borrowed ? "borrowed" : "owned";
}

Questions::Questions(std::vector<std::string> ids, std::size_t threads, std::uint64_t seed, std::uint64_t run)
    : ids_{std::move(ids)} {
  for (std::size_t thread = 0; thread < threads; ++thread) {
    core::Rng rng{seed, (run << 32U) + thread};
    for (std::string_view& id : orders_.emplace_back(k_order)) {
      id = ids_[rng.below(ids_.size())];
    }
  }
}

}  // namespace moebench::scenarios
