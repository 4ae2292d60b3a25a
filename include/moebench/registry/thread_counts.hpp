// How many handles of a model there are, counted without a shared cache line: each thread counts those that it takes
// and those that it drops in cells of its own, and only the sums over all threads mean something. A cell is written by
// its thread alone, so that counting is a load, an addition and a store. Included by rcu.hpp and the rcu strategy.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace moebench::registry {

/// Which model's count: an index that all threads' cells share.
using CounterIndex = std::uint32_t;

/// The cells of one thread. Never freed: when its thread ends, the next new thread takes it over, counts and all, so
/// that sums stay what they are.
class ThreadCounts {
 public:
  /// This thread took a handle. A grace period follows before anyone sums who could miss it.
  void take(CounterIndex counter) { raise(cell(counter).taken, std::memory_order_relaxed); }

  /// This thread dropped a handle. Release: pairs with the acquire in Counters::balanced(), and so shows what the
  /// thread did with the model, and every handle that was copied from this one before.
  void drop(CounterIndex counter) { raise(cell(counter).dropped, std::memory_order_release); }

  /// Cells for a new thread, which alone may count in them until it leaves them.
  static ThreadCounts& adopt();
  static void leave(ThreadCounts& counts);

 private:
  friend class Counters;

  struct Cell {
    std::atomic<std::uint64_t> taken{0};
    std::atomic<std::uint64_t> dropped{0};
  };
  static constexpr std::size_t k_chunk = 1024;   // cells that are allocated together: 16 KiB
  static constexpr std::size_t k_chunks = 4096;  // of each thread: 32 KiB of pointers
  using Chunk = std::array<Cell, k_chunk>;

  static void raise(std::atomic<std::uint64_t>& count, std::memory_order order) {
    count.store(count.load(std::memory_order_relaxed) + 1, order);  // no thread but this one stores here
  }

  Cell& cell(CounterIndex counter) {
    Chunk* const chunk = chunks_[counter / k_chunk].load(std::memory_order_relaxed);  // stored by this thread alone
    return (chunk != nullptr ? *chunk : allocate(counter / k_chunk))[counter % k_chunk];
  }
  [[gnu::noinline]] Chunk& allocate(std::size_t chunk);

  /// For any thread: the cell, or null while this thread has not counted near it.
  const Cell* find(CounterIndex counter) const;

  std::array<std::atomic<Chunk*>, k_chunks> chunks_{};
};

/// The counters of the process.
class Counters {
 public:
  /// So many models can be in the registries of a process.
  static constexpr CounterIndex k_most = ThreadCounts::k_chunk * ThreadCounts::k_chunks;

  /// A counter that nobody else has and of which no handle is out. Empty when all are taken.
  static std::optional<CounterIndex> acquire();

  /// Gives `counter` back. Precondition: no handle is out, nor can be taken.
  static void release(CounterIndex counter);

  /// Whether every handle that was taken was dropped. Precondition: from now on handles come from copying others alone,
  /// and a grace period has passed since. What is dropped is summed before what is taken: a handle that is out while
  /// both are read is then among the taken, whether or not its source is among the dropped, so that it is never missed.
  /// (The Linux kernel's SRCU sums its unlocks before its locks for the same reason.)
  static bool balanced(CounterIndex counter);
};

/// Null until this thread's first handle.
extern constinit thread_local ThreadCounts* t_thread_counts;

/// Gives this thread cells, which it leaves when it ends.
[[gnu::noinline]] ThreadCounts& adopt_thread_counts();

inline ThreadCounts& this_thread() {
  return t_thread_counts != nullptr ? *t_thread_counts : adopt_thread_counts();
}

}  // namespace moebench::registry
