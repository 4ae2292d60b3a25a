// What threads hold, written where the thread that reclaims can see it, as in Michael's hazard pointers (2004): a
// handle occupies a slot of the thread that took it, and nothing that a slot names is destroyed. Holding is a store
// into a cache line of the thread's own, at an address that does not depend on what is held, so that no read waits for
// the one before. Included by rcu_handle.hpp.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <deque>

namespace moebench::registry {

/// Names a thing that is held, or nothing.
using HazardSlot = std::atomic<const void*>;

/// The slots of one thread. Never freed: when its thread ends, the next new thread takes them over, with what they
/// name.
class alignas(64) HazardSlots {
 public:
  HazardSlots() { next_ = &slot(0); }
  HazardSlots(const HazardSlots&) = delete;
  HazardSlots& operator=(const HazardSlots&) = delete;

  /// This thread holds `thing` until the slot is let go of. Precondition: the thread is in a section that protects it.
  HazardSlot& hold(const void* thing) {
    // Acquire: pairs with the release in let_go(). Release: passes what that showed on to held().
    if (next_->load(std::memory_order_acquire) != nullptr) {
      next_ = &find_free();
    }
    next_->store(thing, std::memory_order_release);
    return *next_;
  }

  /// How many there are.
  std::size_t size() const { return lines_.size() * k_line; }

  /// Slots for a new thread, which alone may hold in them until it leaves them.
  static HazardSlots& adopt();
  static void leave(HazardSlots& slots);

 private:
  friend bool held(const void* thing);

  static constexpr std::size_t k_line = 8;
  struct alignas(64) Line {
    std::array<HazardSlot, k_line> slots{};
  };

  /// The next free one behind the last that was used; more are made when a round through all found few.
  [[gnu::noinline]] HazardSlot& find_free();
  HazardSlot& slot(std::size_t at) { return lines_[at / k_line].slots[at % k_line]; }

  HazardSlot* next_ = nullptr;  // where the next thing goes, unless something is there
  std::deque<Line> lines_{1};   // grows without moving
  std::size_t at_ = 0;          // of next_
  std::size_t found_ = 0;       // free ones since the round through all began
};

/// Any thread; `slot` may be of another. Release: pairs with the acquire in held(), and so shows what was done with the
/// thing before.
inline void let_go(HazardSlot& slot) {
  slot.store(nullptr, std::memory_order_release);
}

/// Whether a slot of any thread names `thing`. Precondition: nobody can hold it anew, and a grace period has passed
/// since. O(slots of all threads).
bool held(const void* thing);

/// Null until this thread first holds something.
extern constinit thread_local HazardSlots* t_hazard_slots;

/// Gives this thread slots, which it leaves when it ends.
[[gnu::noinline]] HazardSlots& adopt_hazard_slots();

inline HazardSlots& hazard_slots() {
  return t_hazard_slots != nullptr ? *t_hazard_slots : adopt_hazard_slots();
}

}  // namespace moebench::registry
