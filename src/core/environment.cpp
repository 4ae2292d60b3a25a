#include "moebench/core/environment.hpp"

namespace moebench::core {

const std::vector<FactName>& environment_facts() {
  static const std::vector<FactName> facts{
      {"cpu_model", "CPU"},
      {"cpu_physical_cores", "Physical cores"},
      {"cpu_logical_cores", "Logical cores online"},
      {"cpu_available", "Logical cores this process may use"},
      {"cpu_max_mhz", "Highest clock (MHz)"},
      {"cpu_mhz", "Clock when asked (MHz)"},
      {"cpu_features", "Vector extensions"},
      {"cache_l1d_bytes", "L1 data cache, each core (bytes)"},
      {"cache_l2_bytes", "L2 cache (bytes)"},
      {"cache_l3_bytes", "L3 cache (bytes)"},
      {"numa_nodes", "NUMA nodes"},
      {"memory_total_bytes", "Memory (bytes)"},
      {"memory_available_bytes", "Memory available (bytes)"},
      {"swap_used_bytes", "Swap in use (bytes)"},
      {"kernel", "Kernel"},
      {"os", "Operating system"},
      {"architecture", "Architecture"},
      {"virtualisation", "Virtualisation"},
      {"container", "Container"},
      {"governor", "Frequency governor"},
      {"turbo", "Turbo"},
      {"smt", "Simultaneous multithreading"},
      {"clock_source", "Clock source"},
      {"aslr", "Address space randomisation"},
      {"boot_id", "Boot"},
      {"load_average_1m", "Load average, 1 minute"},
      {"cpu_quota", "CPU quota (cores)"},
      {"steal_percent", "CPU time stolen while measuring (%)"},
      {"compiler", "Compiler"},
      {"compiler_flags", "Compiler flags"},
      {"optimised", "Optimised by the compiler"},
      {"link_time_optimisation", "Link-time optimisation"},
      {"build_type", "Build type"},
      {"sanitizers", "Sanitizers"},
      {"clock_resolution_ns", "Clock resolution (ns)"},
      {"clock_overhead_ns", "Clock overhead, one read (ns)"},
  };
  return facts;
}

}  // namespace moebench::core
