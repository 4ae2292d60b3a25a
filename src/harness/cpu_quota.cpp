#include <algorithm>
#include <ranges>

#include "facts.hpp"

namespace moebench::harness {

namespace {

namespace fs = std::filesystem;

const fs::path k_mount = "sys/fs/cgroup";

std::optional<double> ratio(std::optional<double> quota_us, std::optional<double> period_us) {
  // Version 1 writes -1 for "no limit".
  return quota_us && period_us && *quota_us > 0 && *period_us > 0 ? std::optional{*quota_us / *period_us}
                                                                  : std::nullopt;
}

/// "150000 100000", or "max 100000" for no limit.
std::optional<double> limit_v2(const SystemFiles& files, const fs::path& group) {
  const std::string text = files.word(group / "cpu.max").value_or("");
  const auto parts = split(text, ' ');
  return parts.size() == 2 ? ratio(leading_number<double>(parts[0]), leading_number<double>(parts[1])) : std::nullopt;
}

std::optional<double> limit_v1(const SystemFiles& files, const fs::path& group) {
  return ratio(files.number(group / "cpu.cfs_quota_us"), files.number(group / "cpu.cfs_period_us"));
}

using Limit = std::optional<double> (*)(const SystemFiles&, const fs::path&);

std::optional<double> smaller(std::optional<double> a, std::optional<double> b) {
  return a && b ? std::min(a, b) : a ? a : b;
}

/// Over the group and its parents up to the mount. A path that this process does not see (".." of another namespace, a
/// container's path on its host) leaves the mount itself, which is then the container's own group.
std::optional<double> smallest(const SystemFiles& files, const fs::path& mount, std::string_view own, Limit limit) {
  std::optional<double> found = limit(files, mount);
  if (own.contains("..")) {
    return found;
  }
  for (fs::path group = fs::path{own}.relative_path(); !group.empty(); group = group.parent_path()) {
    found = smaller(found, limit(files, mount / group));
  }
  return found;
}

/// One line of /proc/self/cgroup: "0::/path" for version 2, "4:cpu,cpuacct:/path" for version 1.
std::optional<double> quota_of_line(const SystemFiles& files, std::string_view line) {
  const auto first = line.find(':');
  const auto second = line.find(':', first + 1);
  if (first == std::string_view::npos || second == std::string_view::npos) {
    return std::nullopt;
  }
  const auto controllers = line.substr(first + 1, second - first - 1);
  const auto own = line.substr(second + 1);
  if (controllers.empty()) {
    return smaller(smallest(files, k_mount, own, limit_v2), smallest(files, k_mount / "unified", own, limit_v2));
  }
  if (std::ranges::count(split(controllers, ','), "cpu") == 0) {
    return std::nullopt;
  }
  return smaller(smallest(files, k_mount / controllers, own, limit_v1),
                 smallest(files, k_mount / "cpu", own, limit_v1));
}

}  // namespace

std::optional<double> smallest_cpu_quota(const SystemFiles& files) {
  const std::string groups = files.text("proc/self/cgroup").value_or("");
  std::optional<double> quota;
  for (const auto line : split(groups, '\n')) {
    quota = smaller(quota, quota_of_line(files, line));
  }
  return quota;
}

}  // namespace moebench::harness
