#include "moebench/harness/environment_watch.hpp"

#include "moebench/harness/clock.hpp"
#include "moebench/harness/environment.hpp"
#include "moebench/harness/hazards.hpp"

namespace moebench::harness {

EnvironmentWatch::EnvironmentWatch() : environment_{collect_environment()}, cpu_time_{read_cpu_time()} {}

core::Environment EnvironmentWatch::finish() const {
  core::Environment environment = environment_;
  if (const auto now = read_cpu_time(); cpu_time_ && now) {
    if (const auto stolen = steal_percent(*cpu_time_, *now)) {
      environment.facts.set("steal_percent", core::Scalar{*stolen});
    }
  }
  SteadyClock clock;
  const ClockCost cost = measure_clock(clock);
  environment.facts.set("clock_resolution_ns", core::Scalar{cost.resolution_ns});
  environment.facts.set("clock_overhead_ns", core::Scalar{cost.overhead_ns});
  environment.hazards = judge(environment.facts);
  return environment;
}

}  // namespace moebench::harness
