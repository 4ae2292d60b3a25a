#include "moebench/harness/environment.hpp"

#include <vector>

#include <sched.h>
#include <sys/utsname.h>

#include "facts.hpp"
#include "moebench/harness/hazards.hpp"

namespace moebench::harness {

KernelName running_kernel() {
  utsname name{};
  return uname(&name) == 0 ? KernelName{name.release, name.version, name.machine} : KernelName{};
}

std::optional<int> cores_by_affinity() {
  // The kernel refuses a mask that is shorter than its own; 64 sets of 1024 CPUs are more than it can be built for.
  for (std::size_t sets = 1; sets <= 64; sets *= 2) {
    std::vector<cpu_set_t> mask(sets);
    const std::size_t bytes = sets * sizeof(cpu_set_t);
    if (sched_getaffinity(0, bytes, mask.data()) == 0) {
      return CPU_COUNT_S(bytes, mask.data());
    }
  }
  return std::nullopt;
}

core::Environment collect_environment(const EnvironmentSources& sources) {
  const SystemFiles files{sources.root};
  core::Environment environment;
  add_cpu_facts(files, sources.available_cores, environment.facts);
  add_memory_facts(files, environment.facts);
  add_platform_facts(files, sources.kernel, environment.facts);
  add_setting_facts(files, environment.facts);
  add_build_facts(sources.build, environment.facts);
  environment.hazards = judge(environment.facts);
  return environment;
}

}  // namespace moebench::harness
