// The kernel's account of where the CPUs' time went, and from two of them how much the hypervisor stole in between.
// Covers the whole machine, not this process. Included by whoever measures.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace moebench::harness {

/// Ticks since boot over all CPUs, by state (man 5 proc_stat). `user` includes `guest`, `nice` includes `guest_nice`.
struct CpuTime {
  std::uint64_t user = 0;        // programs
  std::uint64_t nice = 0;        // programs of lower priority
  std::uint64_t system = 0;      // the kernel
  std::uint64_t idle = 0;        // nothing to do
  std::uint64_t iowait = 0;      // nothing to do but to wait for a disk
  std::uint64_t irq = 0;         // interrupts
  std::uint64_t softirq = 0;     // their deferred parts
  std::uint64_t steal = 0;       // somebody else's, says the hypervisor
  std::uint64_t guest = 0;       // virtual machines here
  std::uint64_t guest_nice = 0;  // such of lower priority

  friend bool operator==(const CpuTime&, const CpuTime&) = default;
};

/// The first line of /proc/stat under `root`. Empty when it cannot be read or ends before `steal`.
std::optional<CpuTime> read_cpu_time(const std::filesystem::path& root = "/");

/// Share of all CPU time between the two snapshots that ran somebody else's work, 0 .. 100, idle time included in the
/// whole. Empty when no tick lies between them or `steal` ran backwards (it may on a migrated guest). Another state
/// that ran backwards (iowait may) counts as no time.
std::optional<double> steal_percent(const CpuTime& before, const CpuTime& after);

}  // namespace moebench::harness
