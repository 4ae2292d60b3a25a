// The machine around one measurement: its facts before, what was stolen meanwhile, what its clock costs, and the
// hazards of all of that. Reads through environment.hpp, cpu_time.hpp and clock.hpp. Included by cli.
#pragma once

#include <optional>

#include "moebench/core/environment.hpp"
#include "moebench/harness/cpu_time.hpp"

namespace moebench::harness {

/// Make one before measuring (and before starting threads: the load is that of this moment).
class EnvironmentWatch {
 public:
  EnvironmentWatch();

  /// The facts from the beginning, the clock's cost, the time stolen until now, and the hazards of all of them.
  core::Environment finish() const;

 private:
  core::Environment environment_;
  std::optional<CpuTime> cpu_time_;
};

}  // namespace moebench::harness
