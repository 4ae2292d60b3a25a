// How many requests each expert holds. Owns the counters; decides nothing. Included by the router.
//
// A place under a limit is taken and given back at one counter of each expert, on a cache line of its own: the check
// and the increment have to be one step. What is counted without a limit goes to one of several shards, by processor,
// so that threads do not pass a cache line to and fro; reading sums the shards up.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include <sched.h>

#include "moebench/moe/gating.hpp"

namespace moebench::moe {

/// How many requests each expert has.
class ExpertQueues {
 public:
  /// As many shards as processors, rounded up to a power of two, at most 16: a reader sums all of them up.
  explicit ExpertQueues(std::size_t experts);

  /// How many experts.
  std::size_t size() const noexcept { return size_; }

  /// Requests that the expert holds now; may be out of date when it is read. While others start and finish, the shards
  /// are read at different moments, so that it may differ from every value that there was by those that came or went
  /// meanwhile; it is never below 0.
  std::uint32_t depth(ExpertIndex expert) const noexcept {
    // Advice only: no data is reached through this value, so no edge is needed.
    return places_[expert].taken.load(std::memory_order_relaxed) + started(expert);
  }

  /// Counts in without a limit, as the reference's record_start does.
  void enter(ExpertIndex expert) noexcept {
    // Counting in without a limit waits for nobody, so no edge is needed.
    count_of_this_processor(expert).fetch_add(1, std::memory_order_relaxed);
    if (!flag_->any_started.load(std::memory_order_relaxed)) {
      flag_->any_started.store(true, std::memory_order_relaxed);  // no edge: who must see the count has one of its own
    }
  }

  /// Counts out what was counted in, by whatever thread: one shard may then hold less than nothing, the sum does not.
  void leave(ExpertIndex expert) noexcept {
    // Release: pairs with the acquire in started(), so that who gets the room sees what this request did.
    count_of_this_processor(expert).fetch_sub(1, std::memory_order_release);
  }

  /// Takes a place when the expert holds fewer than `capacity`: the new depth, or nothing when there is no room.
  /// The check and the increment are one atomic step, so places never pass `capacity`, not even for a moment. Requests
  /// that are counted in without a limit take room from them, as far as this thread sees them.
  std::optional<std::uint32_t> try_enter(ExpertIndex expert, std::uint32_t capacity) noexcept {
    std::atomic<std::uint32_t>& taken = places_[expert].taken;
    std::uint32_t seen = taken.load(std::memory_order_relaxed);
    for (;;) {
      const std::uint32_t others = started(expert);
      if (std::uint64_t{seen} + others >= capacity) {
        return std::nullopt;
      }
      // Acquire: pairs with the release in give_back(). A failed exchange takes nothing and needs no edge.
      if (taken.compare_exchange_weak(seen, seen + 1, std::memory_order_acquire, std::memory_order_relaxed)) {
        return seen + 1 + others;
      }
    }
  }

  /// Gives a place of try_enter() back. Precondition: the caller holds one.
  void give_back(ExpertIndex expert) noexcept {
    // Release: pairs with the acquire in try_enter().
    places_[expert].taken.fetch_sub(1, std::memory_order_release);
  }

 private:
  // The line size of x86-64 and of most ARM cores; std::hardware_destructive_interference_size may change between
  // compilations.
  static constexpr std::size_t k_cache_line = 64;
  static constexpr std::size_t k_counters_of_a_line = k_cache_line / sizeof(std::uint32_t);

  struct alignas(k_cache_line) Places {
    std::atomic<std::uint32_t> taken{0};
  };
  struct alignas(k_cache_line) CounterLine {
    std::atomic<std::uint32_t> counters[k_counters_of_a_line]{};
  };

  // Behind a pointer, as the arrays are, so that the queues can be moved.
  struct alignas(k_cache_line) Flag {
    std::atomic<bool> any_started{false};
  };

  std::atomic<std::uint32_t>& count_of_this_processor(ExpertIndex expert) noexcept {
    // By processor and not by thread, so that threads that run at the same time never share one while there are enough.
    // Since glibc 2.35 it is read from memory that the kernel keeps up to date (rseq). A thread that is moved meanwhile
    // only counts in another's line.
    const std::size_t shard = static_cast<std::size_t>(sched_getcpu()) & (shards_ - 1);
    return started_[shard * lines_ + expert / k_counters_of_a_line].counters[expert % k_counters_of_a_line];
  }
  std::uint32_t started(ExpertIndex expert) const noexcept {
    if (!flag_->any_started.load(std::memory_order_relaxed)) {
      return 0;  // who only takes places does not pay for the shards: 2 of 6 ns of a choice among 8
    }
    const CounterLine* line = &started_[expert / k_counters_of_a_line];
    std::uint32_t sum = 0;  // modulo 2^32, as the shards count
    for (std::size_t shard = 0; shard < shards_; ++shard, line += lines_) {
      // Acquire: pairs with the release in leave().
      sum += line->counters[expert % k_counters_of_a_line].load(std::memory_order_acquire);
    }
    // A start in a shard that was read before it and its finish in one that is read after it would make it -1.
    return static_cast<std::int32_t>(sum) < 0 ? 0 : sum;
  }

  std::size_t size_;
  std::size_t shards_;
  std::size_t lines_;  // of a shard
  std::unique_ptr<Places[]> places_;
  std::unique_ptr<CounterLine[]> started_;  // shard after shard
  std::unique_ptr<Flag> flag_;
};

}  // namespace moebench::moe
