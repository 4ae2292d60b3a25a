#include "hazard_note.hpp"

#include <string_view>

#include <fmt/format.h>

namespace moebench::cli {
namespace {

std::string_view short_remedy(const core::Hazard& hazard) {
  switch (hazard.code) {
    case core::WarningCode::virtualised: return "prefer bare metal, or compare in turns (moebench ab)";
    case core::WarningCode::unknown_governor: return "fix the CPU clock on the host or in the firmware";
    case core::WarningCode::governor_not_performance: return "sudo cpupower frequency-set -g performance";
    case core::WarningCode::turbo_enabled: return "switch it off: intel_pstate/no_turbo or cpufreq/boost";
    case core::WarningCode::machine_busy: return "stop other programs, or wait for a lower load (uptime)";
    case core::WarningCode::cpu_quota: return "remove it: docker --cpus, limits.cpu, CPUQuota=";
    case core::WarningCode::cpu_steal: return "use a dedicated host, or measure when it is quiet";
    case core::WarningCode::few_cores: return "use 4 or more, or widen taskset or docker --cpuset-cpus";
    case core::WarningCode::swapping: return "free memory, then sudo swapoff -a";
    case core::WarningCode::debug_build:
    case core::WarningCode::sanitized_build: return "build and measure with the preset release";
    default: return hazard.remedy;
  }
}

}  // namespace

std::string hazard_note(const core::Hazard& hazard) {
  return fmt::format("{}: {}", core::name(hazard.code), short_remedy(hazard));
}

}  // namespace moebench::cli
