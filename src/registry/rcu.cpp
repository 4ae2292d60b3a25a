#include "moebench/registry/rcu.hpp"

#include <exception>
#include <utility>

#ifdef __SANITIZE_THREAD__
/// What ThreadSanitizer reports and is none of ours, by name:
/// - urcu_bp_barrier: liburcu hands memory of its own to its thread and frees it there.
/// - std::_Sp_atomic: libstdc++ 12's std::atomic<std::shared_ptr> unlocks its pointer after a load with a relaxed
///   operation (github.com/google/sanitizers issue 1558), which no registry of ours can order.
/// The first is told by what happened long before, so ThreadSanitizer must remember as much as it can.
extern "C" const char* __tsan_default_options() {
  return "history_size=7";
}
extern "C" const char* __tsan_default_suppressions() {
  return "race:urcu_bp_barrier\nrace:std::_Sp_atomic\n";
}
#endif

namespace moebench::registry {
namespace {

thread_local bool t_reclaims = false;  // this is liburcu's thread, in a callback

}  // namespace

void wait_for_readers() {
  urcu_bp_synchronize_rcu();
  ordering::after_grace_period();
}

void Reclaimer::retire(Retirement& retirement, void* thing, bool (*how)(void* thing)) {
  retirement.thing = thing;
  retirement.reclaim = how;
  retirement.reclaimer = this;
  waiting_.fetch_add(1, std::memory_order_relaxed);
  ordering::hand_over(&retirement);
  urcu_bp_call_rcu(&retirement.head, Reclaimer::reclaim);
}

void Reclaimer::reclaim(rcu_head* head) {
  auto& retirement = *reinterpret_cast<Retirement*>(head);
  ordering::receive(&retirement);
  ordering::after_grace_period();
  Reclaimer* const reclaimer = std::exchange(retirement.reclaimer, nullptr);
  t_reclaims = true;
  if (!retirement.reclaim(retirement.thing)) {
    ordering::hand_over(&retirement);
    urcu_bp_call_rcu(&retirement.head, Reclaimer::reclaim);  // held: look again
  }
  if (reclaimer != nullptr) {
    // Release: pairs with the acquire in waiting() and throttle(). Drain() returns after this function does.
    reclaimer->waiting_.fetch_sub(1, std::memory_order_release);
    reclaimer->waiting_.notify_all();
    ordering::hand_over(reclaimer);
  }
}

void Reclaimer::throttle() const {
  if (t_reclaims || urcu_bp_read_ongoing() != 0) {
    return;
  }
  for (std::size_t waiting = this->waiting(); waiting > k_most_waiting; waiting = this->waiting()) {
    waiting_.wait(waiting, std::memory_order_acquire);  // pairs with the release in reclaim()
  }
}

void Reclaimer::drain() const {
  if (t_reclaims || urcu_bp_read_ongoing() != 0) {
    // In a model's destructor, or inside a read: waiting would be for ever, or liburcu would not wait at all and memory
    // be used after it is freed.
    std::terminate();
  }
  // Twice: a thing that was found held may be on its way back into the queue, behind the first barrier.
  urcu_bp_barrier();
  urcu_bp_barrier();
  ordering::receive(this);
}

}  // namespace moebench::registry
