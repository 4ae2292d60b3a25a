// How many requests each expert holds. One counter for each expert, each on a cache line of its own.
// Owns the counters; decides nothing. Included by the router.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "moebench/moe/gating.hpp"

namespace moebench::moe {

class ExpertQueues {
 public:
  explicit ExpertQueues(std::size_t experts) : size_{experts}, queues_{std::make_unique<Queue[]>(experts)} {}

  std::size_t size() const noexcept { return size_; }

  /// Requests that the expert holds now; may be out of date when it is read.
  std::uint32_t depth(ExpertIndex expert) const noexcept {
    // Advice only: no data is reached through this value, so no edge is needed.
    return queues_[expert].depth.load(std::memory_order_relaxed);
  }

  /// Enters without a limit, as the reference's record_start does.
  void enter(ExpertIndex expert) noexcept {
    // Acquire: pairs with the release in leave(), so that what the previous holder of a place did is seen by the next.
    queues_[expert].depth.fetch_add(1, std::memory_order_acquire);
  }

  /// Enters when the expert holds fewer than `capacity`: the new depth, or nothing when there is no room.
  /// The check and the increment are one atomic step, so the depth never passes `capacity`, not even for a moment.
  std::optional<std::uint32_t> try_enter(ExpertIndex expert, std::uint32_t capacity) noexcept {
    std::atomic<std::uint32_t>& queue = queues_[expert].depth;
    std::uint32_t seen = queue.load(std::memory_order_relaxed);
    while (seen < capacity) {
      // Acquire: pairs with the release in leave(). A failed exchange takes nothing and needs no edge.
      if (queue.compare_exchange_weak(seen, seen + 1, std::memory_order_acquire, std::memory_order_relaxed)) {
        return seen + 1;
      }
    }
    return std::nullopt;
  }

  /// Gives a place back. Precondition: the caller holds one.
  void leave(ExpertIndex expert) noexcept {
    // Release: pairs with the acquire in enter() and try_enter().
    queues_[expert].depth.fetch_sub(1, std::memory_order_release);
  }

 private:
  // The line size of x86-64 and of most ARM cores; std::hardware_destructive_interference_size may change between
  // compilations.
  static constexpr std::size_t k_cache_line = 64;

  struct alignas(k_cache_line) Queue {
    std::atomic<std::uint32_t> depth{0};
  };

  std::size_t size_;
  std::unique_ptr<Queue[]> queues_;
};

}  // namespace moebench::moe
