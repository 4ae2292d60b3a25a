// The machine, its load and this build as facts: read from the kernel's text files, from uname, from the scheduler and
// from the compiler. Reads no clock: what clocks cost and what was stolen while measuring is added by whoever measures.
// What spoils a measurement is decided in hazards.hpp. Included by scenarios and cli.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "moebench/core/environment.hpp"

namespace moebench::harness {

/// What uname says. A part that it does not tell is empty.
struct KernelName {
  std::string release;
  std::string version;
  std::string machine;
};

/// How the program was compiled. What the build did not pass on is empty.
struct Build {
  std::string compiler;
  std::string flags;        // of the compiler for every source, then of the linker
  std::string type;         // CMake's build type
  bool assertions = false;  // compiled without NDEBUG
  std::string sanitizers;   // as -fsanitize= takes them: "address,undefined"
  bool optimised = false;   // as the compiler itself says
  bool link_time_optimisation = false;
};

KernelName running_kernel();

/// Logical cores on which the calling thread may run; empty when the kernel does not tell.
std::optional<int> cores_by_affinity();

Build this_build();

/// Where the facts come from: this machine, unless a test puts another one here.
struct EnvironmentSources {
  std::filesystem::path root = "/";  // the folder that holds proc, sys, etc and run
  KernelName kernel = running_kernel();
  std::optional<int> available_cores = cores_by_affinity();
  Build build = this_build();
};

/// The facts that this machine tells, in the order of core::environment_facts(), and their hazards (judge()). Facts
/// that it does not tell are absent; so are clock_resolution_ns, clock_overhead_ns and steal_percent, and cpu_quota
/// where there is no limit. The load is that of the moment of the call: call it before starting threads. Never fails:
/// with an unreadable root only the facts from the other sources are left.
core::Environment collect_environment(const EnvironmentSources& sources = {});

}  // namespace moebench::harness
