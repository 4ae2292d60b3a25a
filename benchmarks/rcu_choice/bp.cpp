// liburcu-bp: a thread is registered by its first section, and reaches its state through one more pointer.
#include <urcu/static/urcu-bp.h>
#include <urcu/urcu-bp.h>

#include "structures.hpp"

namespace {

struct Thread {};

struct Section {
  Section() { _urcu_bp_read_lock(); }
  ~Section() { _urcu_bp_read_unlock(); }
};

}  // namespace

namespace rcu_choice {

std::vector<Arm> bp_arms(Models models) {
  return arms_of<Thread, Section>("bp", models, urcu_bp_flavor);
}

GracePeriod bp_grace_period() {
  return {.flavour = "bp", .wait = urcu_bp_synchronize_rcu, .idle_reader = [] {
            return std::make_shared<IdleReader<Thread, Section>>();
          }};
}

}  // namespace rcu_choice
