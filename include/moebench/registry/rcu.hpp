// Read-copy-update: sections in which a reader borrows, and destruction that waits until no such section can still see
// what was taken out (McKenney, Is Parallel Programming Hard, chapter 9). A thin face of liburcu's flavour `bp`
// (decision 17 says why that one): a thread is registered by its first section and deregistered when it ends.
// Included by the rcu strategy.
#pragma once

#include <atomic>
#include <cstddef>

#include <urcu/static/urcu-bp.h>  // the small inline functions, which the library's licence gives to any program
#include <urcu/urcu-bp.h>

#ifdef __SANITIZE_THREAD__
#include <sanitizer/tsan_interface.h>
#endif

namespace moebench::registry {

/// What liburcu orders, told to ThreadSanitizer, for which liburcu is not compiled: what happened before leaving() in a
/// reader happened before after_grace_period(), and what happened before hand_over() of a thing before receive() of it.
namespace ordering {
#ifdef __SANITIZE_THREAD__
inline char readers;  // its address names the readers of the process
inline void leaving() {
  __tsan_release(&readers);
}
inline void after_grace_period() {
  __tsan_acquire(&readers);
}
inline void hand_over(const void* thing) {
  __tsan_release(const_cast<void*>(thing));
}
inline void receive(const void* thing) {
  __tsan_acquire(const_cast<void*>(thing));
}
#else
inline void leaving() {}
inline void after_grace_period() {}
inline void hand_over(const void*) {}
inline void receive(const void*) {}
#endif
}  // namespace ordering

/// A read-side critical section: what was found in it stays until it ends. Never waits; may be nested. While it lasts,
/// the thread must not wait for a writer.
class ReadSection {
 public:
#ifdef MOEBENCH_SANITIZED
  // The library's functions: in the inline ones ThreadSanitizer would see races, and the alignment check that the
  // library places its readers' state where its own declaration says that it cannot be.
  ReadSection() {
    urcu_bp_read_lock();
  }
  ~ReadSection() {
    ordering::leaving();
    urcu_bp_read_unlock();
  }
#else
  ReadSection() {
    _urcu_bp_read_lock();
  }
  ~ReadSection() {
    _urcu_bp_read_unlock();
  }
#endif
  ReadSection(const ReadSection&) = delete;
  ReadSection& operator=(const ReadSection&) = delete;
};

/// Returns when every section that had begun has ended. Precondition: not in a section.
void wait_for_readers();

class Reclaimer;

/// What a thing that is to be reclaimed later carries in it.
struct Retirement {
  rcu_head head;  // first: liburcu gives back its address
  void* thing;
  bool (*reclaim)(void* thing);
  Reclaimer* reclaimer;  // null once it has counted the thing as reclaimed
};

/// Reclaims things once no reader can see them, in liburcu's own thread. One for each registry: it knows how many wait.
class Reclaimer {
 public:
  Reclaimer() = default;
  Reclaimer(const Reclaimer&) = delete;
  Reclaimer& operator=(const Reclaimer&) = delete;
  ~Reclaimer() { drain(); }  // so a registry may not go in a section, nor with a model that owns it

  /// Calls `how(thing)` after a grace period, and where that returns false (somebody still holds the thing) again after
  /// each further one, some 10 ms apart. `retirement` is a part of `thing` and lives as long. Any thread; does not
  /// wait. Precondition: no new reader finds the thing.
  void retire(Retirement& retirement, void* thing, bool (*how)(void* thing));

  /// Waits while more than `k_most_waiting` things wait for their grace period, so that memory stays bounded however
  /// fast a writer is. Returns at once in a section and in the thread that reclaims, which would wait for themselves.
  void throttle() const;

  /// Returns when everything retired before was reclaimed, but for what somebody still holds. Precondition: not in a
  /// section.
  void drain() const;

  /// Things that are retired and wait for their grace period.
  std::size_t waiting() const { return waiting_.load(std::memory_order_acquire); }

  // liburcu reclaims in batches, at most every 10 ms: so many models are what a fast writer replaces meanwhile.
  static constexpr std::size_t k_most_waiting = 16'384;

 private:
  static void reclaim(rcu_head* head);

  std::atomic<std::size_t> waiting_{0};
};

}  // namespace moebench::registry
