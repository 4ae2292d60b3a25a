// liburcu-qsbr: a section costs nothing, but a thread must say when it is between two. A registry cannot know that, so
// it would have to say it after each read; "caller says" is what a program that knows could reach.
#include <urcu/static/urcu-qsbr.h>
#include <urcu/urcu-qsbr.h>

#include "structures.hpp"

namespace {

struct Thread {
  Thread() { urcu_qsbr_register_thread(); }
  ~Thread() { urcu_qsbr_unregister_thread(); }
};

/// What can be hidden in a registry: the thread holds grace periods up only inside a read.
struct OnlineForTheRead {
  OnlineForTheRead() { _urcu_qsbr_thread_online(); }
  ~OnlineForTheRead() { _urcu_qsbr_thread_offline(); }
};

/// The thread is always online and says after each read that it holds nothing.
struct SaysSoEachTime {
  ~SaysSoEachTime() { _urcu_qsbr_quiescent_state(); }
};

/// The thread says so once in 1,024 reads.
struct SaysSoSometimes {
  ~SaysSoSometimes() {
    if (thread_local std::uint32_t reads = 0; (++reads & 1023U) == 0) {
      _urcu_qsbr_quiescent_state();
    }
  }
};

}  // namespace

namespace rcu_choice {

std::vector<Arm> qsbr_arms(Models models) {
  const Thread thread;
  const auto slots = std::make_shared<Slots>(models);
  return {arm<Thread, OnlineForTheRead>("qsbr, online for a read", "slot array", slots),
          arm<Thread, SaysSoEachTime>("qsbr, told after each read", "slot array", slots),
          arm<Thread, SaysSoSometimes>("qsbr, caller says", "slot array", slots)};
}

GracePeriod qsbr_grace_period() {
  return {.flavour = "qsbr", .wait = urcu_qsbr_synchronize_rcu, .idle_reader = [] {
            return std::make_shared<IdleReader<Thread, OnlineForTheRead>>();
          }};
}

}  // namespace rcu_choice
