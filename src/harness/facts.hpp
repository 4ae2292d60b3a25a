// The parts of an environment, one for each source file, in the order of core::environment_facts(). Each sets what it
// finds and leaves out the rest. Included by environment.cpp and by those sources.
#pragma once

#include <optional>
#include <string_view>

#include "moebench/core/attributes.hpp"
#include "moebench/harness/environment.hpp"
#include "system_files.hpp"

namespace moebench::harness {

/// Marks a build type whose build keeps its assertions.
inline constexpr std::string_view k_assertions_on = " (assertions on)";

/// cpu_model .. numa_nodes (cpu_facts.cpp).
void add_cpu_facts(const SystemFiles& files, std::optional<int> available_cores, core::Attributes& facts);

/// memory_total_bytes .. swap_used_bytes (memory_facts.cpp).
void add_memory_facts(const SystemFiles& files, core::Attributes& facts);

/// kernel .. container (platform_facts.cpp).
void add_platform_facts(const SystemFiles& files, const KernelName& kernel, core::Attributes& facts);

/// governor .. cpu_quota (setting_facts.cpp).
void add_setting_facts(const SystemFiles& files, core::Attributes& facts);

/// compiler .. sanitizers (build_facts.cpp).
void add_build_facts(const Build& build, core::Attributes& facts);

/// The smallest limit that the cgroups of this process set, in cores; empty without one (cpu_quota.cpp).
std::optional<double> smallest_cpu_quota(const SystemFiles& files);

template <class Value>
void set_known(core::Attributes& facts, std::string_view key, const std::optional<Value>& value) {
  if (value) {
    facts.set(key, core::Scalar{*value});
  }
}

inline void set_known(core::Attributes& facts, std::string_view key, std::string_view value) {
  if (!value.empty()) {
    facts.set(key, value);
  }
}

}  // namespace moebench::harness
