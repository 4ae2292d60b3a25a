#include <set>

#include "facts.hpp"

namespace moebench::harness {

namespace {

const std::filesystem::path k_cpu_settings = "sys/devices/system/cpu";

/// One name when all CPUs agree, otherwise all of them: "performance, powersave".
std::optional<std::string> governor(const SystemFiles& files) {
  std::set<std::string> governors;
  for (const auto& cpu : files.numbered(k_cpu_settings, "cpu")) {
    if (auto name = files.word(cpu / "cpufreq/scaling_governor")) {
      governors.insert(*std::move(name));
    }
  }
  std::string names;
  for (const auto& name : governors) {
    names.append(names.empty() ? "" : ", ").append(name);
  }
  return names.empty() ? std::nullopt : std::optional{names};
}

std::optional<std::string> switched(const std::optional<std::string>& value, std::string_view on,
                                    std::string_view off) {
  return value == on    ? std::optional<std::string>{"on"}
         : value == off ? std::optional<std::string>{"off"}
                        : std::nullopt;
}

std::optional<std::string> turbo(const SystemFiles& files) {
  return switched(files.word(k_cpu_settings / "intel_pstate/no_turbo"), "0", "1").or_else([&] {
    return switched(files.word(k_cpu_settings / "cpufreq/boost"), "1", "0");
  });
}

/// The values of kernel.randomize_va_space, as the kernel's documentation of the sysctl explains them.
std::optional<std::string> address_randomisation(const SystemFiles& files) {
  const auto level = files.word("proc/sys/kernel/randomize_va_space");
  return level == "1" ? std::optional<std::string>{"on, without the heap"} : switched(level, "2", "0");
}

}  // namespace

void add_setting_facts(const SystemFiles& files, core::Attributes& facts) {
  set_known(facts, "governor", governor(files));
  set_known(facts, "turbo", turbo(files));
  set_known(facts, "smt", switched(files.word(k_cpu_settings / "smt/active"), "1", "0"));
  set_known(facts, "clock_source", files.word("sys/devices/system/clocksource/clocksource0/current_clocksource"));
  set_known(facts, "aslr", address_randomisation(files));
  set_known(facts, "boot_id", files.word("proc/sys/kernel/random/boot_id"));
  set_known(facts, "load_average_1m", files.number("proc/loadavg"));
  set_known(facts, "cpu_quota", smallest_cpu_quota(files));
}

}  // namespace moebench::harness
