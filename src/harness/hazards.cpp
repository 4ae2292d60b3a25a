#include "moebench/harness/hazards.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "facts.hpp"

namespace moebench::harness {

namespace {

using core::Attributes;
using core::Hazard;
using enum core::WarningCode;

constexpr double k_idle_load_per_core = 0.2;
constexpr double k_enough_cores = 4;
constexpr double k_steal_limit_percent = 1;

std::optional<double> usable_cores(const Attributes& facts) {
  return facts.number("cpu_available").or_else([&] { return facts.number("cpu_logical_cores"); });
}

/// For people: two decimals at most.
std::string shown(double value) {
  return core::to_text(std::round(value * 100) / 100);
}

std::string cores(double count) {
  return shown(count) + (count == 1 ? " core" : " cores");
}

std::optional<Hazard> virtual_machine(const Attributes& facts) {
  const std::string platform = facts.text("virtualisation", "none");
  if (platform == "none") {
    return std::nullopt;
  }
  return Hazard{
      virtualised,
      "This is a virtual machine (" + platform + "): its neighbours share the CPU, the caches and the memory.",
      "Measure on bare metal or a dedicated host; otherwise interleave what is compared and repeat "
      "them in fresh processes (--runs)."};
}

std::optional<Hazard> clock_policy(const Attributes& facts) {
  const std::string governor = facts.text("governor");
  if (governor.empty()) {
    return Hazard{unknown_governor,
                  "The machine does not tell its frequency governor: the CPU clock may change while measuring.",
                  "Measure where /sys/devices/system/cpu/cpu0/cpufreq exists, or fix the clock on the host or in the "
                  "firmware settings."};
  }
  if (governor == "performance") {
    return std::nullopt;
  }
  return Hazard{governor_not_performance, "The frequency governor is " + governor + ": the CPU clock follows the load.",
                "Run: sudo cpupower frequency-set --governor performance"};
}

std::optional<Hazard> turbo_clock(const Attributes& facts) {
  if (facts.text("turbo") != "on") {
    return std::nullopt;
  }
  return Hazard{turbo_enabled, "Turbo is on: the CPU clock depends on temperature and on the other cores.",
                "Run: echo 1 | sudo tee /sys/devices/system/cpu/intel_pstate/no_turbo (or, where that file does not "
                "exist: echo 0 | sudo tee /sys/devices/system/cpu/cpufreq/boost)"};
}

std::optional<Hazard> load(const Attributes& facts) {
  const auto average = facts.number("load_average_1m");
  const auto count = usable_cores(facts);
  if (!average || !count || *average <= k_idle_load_per_core * *count) {
    return std::nullopt;
  }
  return Hazard{machine_busy,
                "The machine was busy before measuring: a load of " + shown(*average) + " on " + cores(*count) + ".",
                "Stop the other programs (top lists them; a build or a benchmark that has just ended counts too), or "
                "wait until uptime shows a load below " +
                    shown(k_idle_load_per_core * *count) + "."};
}

std::optional<Hazard> quota(const Attributes& facts) {
  const auto limit = facts.number("cpu_quota");
  if (!limit || *limit >= usable_cores(facts).value_or(HUGE_VAL)) {
    return std::nullopt;
  }
  return Hazard{
      cpu_quota,
      "A control group limits this process to the time of " + cores(*limit) +
          ": beyond it all threads are stopped until the next period.",
      "Remove the limit: docker run without --cpus, a Kubernetes container without limits.cpu, a systemd unit "
      "without CPUQuota=."};
}

std::optional<Hazard> stolen_time(const Attributes& facts) {
  const auto percent = facts.number("steal_percent");
  if (!percent || *percent <= k_steal_limit_percent) {
    return std::nullopt;
  }
  return Hazard{
      cpu_steal, "The hypervisor took away " + shown(*percent) + " % of the CPU time while measuring.",
      "Use a dedicated host or an instance type without shared cores, or measure again when the host is quiet "
      "(the column st of vmstat 1)."};
}

std::optional<Hazard> core_count(const Attributes& facts) {
  const auto count = usable_cores(facts);
  if (!count || *count >= k_enough_cores) {
    return std::nullopt;
  }
  return Hazard{few_cores,
                "This process may use " + cores(*count) + ": benchmark threads share them with everything else.",
                "Use a machine with at least 4 cores, or widen the set that taskset or docker --cpuset-cpus allows."};
}

std::optional<Hazard> swapped_memory(const Attributes& facts) {
  const auto bytes = facts.number("swap_used_bytes");
  if (!bytes || *bytes <= 0) {
    return std::nullopt;
  }
  return Hazard{swapping, shown(*bytes / (1 << 20)) + " MiB are swapped out: a page fault may wait for the disk.",
                "Free memory, then run: sudo swapoff -a"};
}

std::optional<Hazard> unoptimised(const Attributes& facts) {
  std::string type = facts.text("build_type");
  std::ranges::transform(type, type.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
  if (!type.starts_with("debug") && !type.contains(trimmed(k_assertions_on))) {
    return std::nullopt;
  }
  return Hazard{debug_build, "This build is not what users run: its type is " + facts.text("build_type") + ".",
                "Build with: cmake --preset release && cmake --build --preset release"};
}

std::optional<Hazard> instrumented(const Attributes& facts) {
  const std::string sanitizers = facts.text("sanitizers", "none");
  if (sanitizers == "none") {
    return std::nullopt;
  }
  return Hazard{sanitized_build, "This build is instrumented (" + sanitizers + ") and many times slower.",
                "Build with: cmake --preset release && cmake --build --preset release"};
}

}  // namespace

std::vector<Hazard> judge(const Attributes& facts) {
  std::vector<Hazard> hazards;
  for (const auto check : {virtual_machine, clock_policy, turbo_clock, load, quota, stolen_time, core_count,
                           swapped_memory, unoptimised, instrumented}) {
    if (auto hazard = check(facts)) {
      hazards.push_back(*std::move(hazard));
    }
  }
  return hazards;
}

}  // namespace moebench::harness
