// liburcu-memb: readers are registered; a section is two stores and no fence, because grace periods use sys_membarrier.
// The library's own small inline functions are used, which its licence allows to any program.
#include <urcu/static/urcu-memb.h>
#include <urcu/urcu-memb.h>

#include "structures.hpp"

namespace {

struct Thread {
  Thread() { urcu_memb_register_thread(); }
  ~Thread() { urcu_memb_unregister_thread(); }
};

struct Section {
  Section() { _urcu_memb_read_lock(); }
  ~Section() { _urcu_memb_read_unlock(); }
};

struct None {};

}  // namespace

namespace rcu_choice {

std::vector<Arm> memb_arms(Models models) {
  return arms_of<Thread, Section>("memb", models, urcu_memb_flavor);
}

std::vector<Arm> unsynchronised_arms(Models models) {
  return {arm<Thread, None>("none (the limit)", "slot array", std::make_shared<Slots>(models)),
          arm<Thread, None>("none (the limit)", "snapshot", std::make_shared<Snapshot>(models))};
}

GracePeriod memb_grace_period() {
  return {.flavour = "memb", .wait = urcu_memb_synchronize_rcu, .idle_reader = [] {
            return std::make_shared<IdleReader<Thread, Section>>();
          }};
}

}  // namespace rcu_choice
