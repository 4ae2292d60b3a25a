// How threads tell where they are while a round runs, and the judgement that some of them stand still. Judges only: it
// reads no clock, waits for nothing and stops nobody; thread_team does the looking. Included by thread_team and by the
// bodies of watched rounds.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "moebench/harness/clock.hpp"

namespace moebench::harness {

/// How far a thread has come.
struct Progress {
  std::uint64_t steps;  // since the board was made
  const char* place;    // the last one entered; "start" before the first

  /// Places are told apart by their address.
  friend bool operator==(const Progress&, const Progress&) = default;
};

/// Where the threads of a round note their progress: each in an entry of its own, without locks and without a
/// read-modify-write, so that a step of some 50 ns can afford it. A thread index is 0 .. size() - 1.
class ProgressBoard {
 public:
  /// All threads at the start, without a step.
  explicit ProgressBoard(std::size_t threads) : entries_(threads) {}

  /// How many threads.
  std::size_t size() const { return entries_.size(); }

  /// The thread is at `place` from now on: a string literal, since the pointer alone is kept, and handed on in a Stall.
  /// Called by that thread only.
  void enter(std::size_t thread, const char* place) noexcept {
    entries_[thread].place.store(place, std::memory_order_relaxed);
  }

  /// The thread has done one more step. Called by that thread only.
  void done(std::size_t thread) noexcept {
    std::atomic<std::uint64_t>& steps = entries_[thread].steps;
    steps.store(steps.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  }

  /// For everyone. Steps and place are read one after the other: of a thread that moves they may be of two moments.
  Progress read(std::size_t thread) const noexcept {
    const Entry& entry = entries_[thread];
    return {.steps = entry.steps.load(std::memory_order_relaxed), .place = entry.place.load(std::memory_order_relaxed)};
  }

 private:
  // Relaxed throughout: an entry is news and publishes nothing, and only its own thread writes it.
  // A cache line of its own, 64 bytes on x86-64 and most ARM cores, so that no thread's note costs another.
  struct alignas(64) Entry {
    std::atomic<std::uint64_t> steps{0};
    std::atomic<const char*> place{"start"};
  };

  std::vector<Entry> entries_;
};

/// A thread that stood still, with what it had noted last.
struct StalledThread {
  std::size_t thread;   // its index
  std::uint64_t steps;  // since the board was made
  const char* place;    // the last one entered
};

/// Why a watched round was given up.
struct Stall {
  double waited_s;                     // in which none of these threads moved; at least the limit
  std::vector<StalledThread> threads;  // at least 1, by thread index
};

/// Tells from looks at a round, one after the other, which of its threads stand still. Each thread is judged by itself.
class StallJudge {
 public:
  /// A thread stands still when it made no step and was in the same place for `limit`, which is above 0 and well above
  /// the longest step: a thread that lost its core does not move either.
  StallJudge(std::size_t threads, Nanoseconds limit);

  /// The time to leave between two looks: an eighth of the limit, within 1 ms .. 100 ms.
  Nanoseconds interval() const { return interval_; }

  /// What is seen at `now`, which never runs back: one entry a thread, empty when it has finished its part. Gives the
  /// threads that stand still, or nothing when there are none, as always at the first look.
  /// A thread's time begins with the look that first saw it where it is. What lies between two looks counts for two
  /// intervals at most: where it was more, whoever looks was kept from it (a debugger, a paused virtual machine), and
  /// probably the threads were too. A thread that goes to and fro between places without a step may be seen in the
  /// same one each time, and then counts as standing still.
  std::optional<Stall> look(Nanoseconds now, std::span<const std::optional<Progress>> seen);

 private:
  struct Watched {
    std::optional<Progress> last;
    Nanoseconds still{0};  // for how long `last` has not changed
  };

  Nanoseconds limit_;
  Nanoseconds interval_;
  Nanoseconds last_look_{0};
  std::vector<Watched> threads_;
};

}  // namespace moebench::harness
