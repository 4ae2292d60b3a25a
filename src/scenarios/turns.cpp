#include "turns.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

#include "moebench/harness/clock.hpp"

namespace moebench::scenarios {
namespace {

constexpr std::uint64_t k_blocks = 100;

}  // namespace

void take_turns(std::span<const Turn> turns, std::uint64_t samples, core::Rng& rng) {
  harness::SteadyClock clock;
  std::vector<std::size_t> order(turns.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (const Turn& turn : turns) {
    turn.samples->elapsed_us.reserve(samples);
  }
  const std::uint64_t block = std::max<std::uint64_t>(1, samples / k_blocks);
  for (std::uint64_t taken = 0; taken < samples; taken += block) {
    rng.shuffle(order);
    for (const std::size_t i : order) {
      harness::Samples& target = *turns[i].samples;
      for (std::uint64_t left = std::min(block, samples - taken); left > 0; --left) {
        const auto elapsed = static_cast<double>(harness::time_once(clock, *turns[i].operation, target.batch).count());
        target.elapsed_us.push_back(elapsed / static_cast<double>(target.batch) / 1000.0);
      }
    }
  }
}

}  // namespace moebench::scenarios
