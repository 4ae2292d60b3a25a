#include "moebench/harness/cpu_time.hpp"

#include <array>
#include <sstream>

#include "system_files.hpp"

namespace moebench::harness {

std::optional<CpuTime> read_cpu_time(const std::filesystem::path& root) {
  std::istringstream stat{SystemFiles{root}.text("proc/stat").value_or("")};
  std::string name;
  CpuTime time;
  stat >> name >> time.user >> time.nice >> time.system >> time.idle >> time.iowait >> time.irq >> time.softirq >>
      time.steal;
  if (!stat || name != "cpu") {
    return std::nullopt;
  }
  stat >> time.guest >> time.guest_nice;  // younger than the others: zero where the line ends before them
  return time;
}

std::optional<double> steal_percent(const CpuTime& before, const CpuTime& after) {
  if (after.steal < before.steal) {
    return std::nullopt;
  }
  std::uint64_t total = 0;
  // Guest time is part of user and nice.
  for (const auto state : {&CpuTime::user, &CpuTime::nice, &CpuTime::system, &CpuTime::idle, &CpuTime::iowait,
                           &CpuTime::irq, &CpuTime::softirq, &CpuTime::steal}) {
    total += after.*state > before.*state ? after.*state - before.*state : 0;
  }
  if (total == 0) {
    return std::nullopt;
  }
  return 100.0 * static_cast<double>(after.steal - before.steal) / static_cast<double>(total);
}

}  // namespace moebench::harness
