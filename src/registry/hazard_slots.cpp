#include "moebench/registry/hazard_slots.hpp"

#include <algorithm>
#include <exception>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include <pthread.h>

namespace moebench::registry {

constinit thread_local HazardSlots* t_hazard_slots = nullptr;

namespace {

/// Every thread's slots, and those that wait for a thread. Never destroyed: threads may end after static objects do.
struct Threads {
  std::mutex mutex;  // also over the growth of any slots
  std::vector<std::unique_ptr<HazardSlots>> all;
  std::vector<HazardSlots*> idle;

  static Threads& instance() {
    static Threads& threads = *new Threads;
    return threads;
  }
};

void thread_ended(void* slots) {
  t_hazard_slots = nullptr;
  HazardSlots::leave(*static_cast<HazardSlots*>(slots));
}

/// Calls thread_ended() when a thread ends that has set it. A key and not a thread_local object, because destructors of
/// static and thread_local objects may take models and so come before.
pthread_key_t end_of_thread() {
  static const pthread_key_t key = [] {
    pthread_key_t made{};
    if (pthread_key_create(&made, thread_ended) != 0) {
      std::terminate();  // the process has used up its keys, and handles would be lost
    }
    return made;
  }();
  return key;
}

}  // namespace

HazardSlots& adopt_hazard_slots() {
  HazardSlots& slots = HazardSlots::adopt();
  pthread_setspecific(end_of_thread(), &slots);
  t_hazard_slots = &slots;
  return slots;
}

HazardSlot& HazardSlots::find_free() {
  for (;;) {
    std::size_t following = at_ + 1;
    if (following == size()) {
      if (4 * found_ < size()) {
        const std::lock_guard lock{Threads::instance().mutex};  // held() looks at lines_
        lines_.resize(2 * lines_.size());                       // and goes on with the new ones
      } else {
        following = 0;
      }
      found_ = 0;
    }
    at_ = following;
    HazardSlot& next = slot(at_);
    if (next.load(std::memory_order_acquire) == nullptr) {  // pairs with the release in let_go()
      ++found_;
      return next;
    }
  }
}

HazardSlots& HazardSlots::adopt() {
  Threads& threads = Threads::instance();
  const std::lock_guard lock{threads.mutex};
  threads.idle.reserve(threads.all.size() + 1);  // leave() may not fail
  if (threads.idle.empty()) {
    return *threads.all.emplace_back(std::make_unique<HazardSlots>());
  }
  HazardSlots& slots = *threads.idle.back();
  threads.idle.pop_back();
  return slots;
}

void HazardSlots::leave(HazardSlots& slots) {
  Threads& threads = Threads::instance();
  const std::lock_guard lock{threads.mutex};
  threads.idle.push_back(&slots);
}

bool held(const void* thing) {
  Threads& threads = Threads::instance();
  const std::lock_guard lock{threads.mutex};
  const auto names_it = [thing](const HazardSlot& slot) {
    return slot.load(std::memory_order_acquire) == thing;  // pairs with the releases in hold() and let_go()
  };
  for (const auto& thread : threads.all) {
    for (const HazardSlots::Line& line : thread->lines_) {
      if (std::ranges::any_of(line.slots, names_it)) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace moebench::registry
