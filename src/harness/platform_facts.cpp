#include <array>
#include <utility>

#include "facts.hpp"

namespace moebench::harness {

namespace {

using Naming = std::pair<std::string_view, std::string_view>;  // what is found, what that is called

/// The name of the first entry that `text` contains; empty when it contains none.
template <std::size_t n>
std::string_view named_in(std::string_view text, const std::array<Naming, n>& namings) {
  for (const auto& [found, name] : namings) {
    if (text.contains(found)) {
      return name;
    }
  }
  return "";
}

std::optional<std::string> os_name(const SystemFiles& files) {
  for (const auto* file : {"etc/os-release", "usr/lib/os-release"}) {
    const std::string text = files.text(file).value_or("");
    if (auto name = field(text, "PRETTY_NAME", '=')) {
      if (name->size() >= 2 && name->front() == name->back() && (name->front() == '"' || name->front() == '\'')) {
        name = name->substr(1, name->size() - 2);
      }
      return std::string{*name};
    }
  }
  return std::nullopt;
}

/// Whose hypervisor runs this machine, if one does; empty when nothing names it.
std::string_view hypervisor_name(const SystemFiles& files) {
  // A kernel registers the clock of a hypervisor only as its guest.
  constexpr std::array<Naming, 3> clocks{{{"kvm-clock", "KVM"}, {"hyperv_clocksource", "Hyper-V"}, {"xen", "Xen"}}};
  constexpr std::array<Naming, 9> firmware{{{"VMware", "VMware"},
                                            {"VirtualBox", "VirtualBox"},
                                            {"Xen", "Xen"},
                                            {"Microsoft Corporation Virtual Machine", "Hyper-V"},
                                            {"Parallels", "Parallels"},
                                            {"KVM", "KVM"},
                                            {"QEMU", "KVM"},
                                            {"Google Compute Engine", "KVM"},
                                            {"Amazon EC2", "KVM"}}};
  if (files.word("sys/hypervisor/type") == "xen") {
    return "Xen";
  }
  const auto dmi = [&](const char* file) { return files.word(std::filesystem::path{"sys/class/dmi/id"} / file); };
  const std::string board = dmi("sys_vendor").value_or("") + " " + dmi("product_name").value_or("");
  if (const auto name = named_in(board, firmware); !name.empty() && !board.ends_with(".metal")) {
    return name;
  }
  return named_in(files.word("sys/devices/system/clocksource/clocksource0/available_clocksource").value_or(""), clocks);
}

/// On x86 the CPU says whether, the firmware says which. Elsewhere only a known name is proof, and "none" cannot be
/// told.
std::optional<std::string> virtualisation(const SystemFiles& files) {
  const std::string cpuinfo = files.text("proc/cpuinfo").value_or("");
  const auto flags = field(cpuinfo, "flags");
  const std::string name{hypervisor_name(files)};
  if (!flags) {
    return name.empty() ? std::nullopt : std::optional{name};
  }
  if (!has_word(*flags, "hypervisor") && name != "Xen") {
    return "none";
  }
  return name.empty() ? "yes (unknown hypervisor)" : name;
}

std::optional<std::string> container(const SystemFiles& files) {
  constexpr std::array<Naming, 3> marks{
      {{".dockerenv", "docker"}, {"run/.containerenv", "podman"}, {"run/secrets/kubernetes.io", "kubernetes"}}};
  constexpr std::array<Naming, 6> groups{{{"kubepods", "kubernetes"},
                                          {"libpod", "podman"},
                                          {"/docker/", "docker"},
                                          {"/docker-", "docker"},
                                          {"/lxc/", "lxc"},
                                          {"/lxc.payload", "lxc"}}};
  for (const auto& [file, name] : marks) {
    if (files.exists(file)) {
      return std::string{name};
    }
  }
  const auto own = files.word("proc/self/cgroup");
  if (!own) {
    return std::nullopt;
  }
  const auto name = named_in(*own, groups);
  return std::string{name.empty() ? "none" : name};
}

}  // namespace

void add_platform_facts(const SystemFiles& files, const KernelName& kernel, core::Attributes& facts) {
  set_known(facts, "kernel", trimmed(kernel.release + " " + kernel.version));
  set_known(facts, "os", os_name(files));
  set_known(facts, "architecture", kernel.machine);
  set_known(facts, "virtualisation", virtualisation(files));
  set_known(facts, "container", container(files));
}

}  // namespace moebench::harness
