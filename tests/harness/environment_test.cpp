#include "moebench/harness/environment.hpp"

#include <algorithm>
#include <vector>

#include <doctest/doctest.h>

#include "harness/fake_machine.hpp"

using moebench::core::Attributes;
using moebench::core::Environment;
using moebench::core::Scalar;
using moebench::core::WarningCode;
using moebench::harness::collect_environment;
using moebench::harness::EnvironmentSources;
using Codes = std::vector<WarningCode>;

namespace {

const EnvironmentSources k_untold{"", {}, std::nullopt, {}};

Environment collected(const FakeMachine& machine, EnvironmentSources sources = k_untold) {
  sources.root = machine.root();
  return collect_environment(sources);
}

Codes codes(const Environment& environment) {
  Codes codes;
  for (const auto& hazard : environment.hazards) {
    codes.push_back(hazard.code);
  }
  return codes;
}

const std::string k_cpu = "sys/devices/system/cpu/";

void add_cache(const FakeMachine& machine, int index, std::string_view level, std::string_view type,
               std::string_view size) {
  const auto folder = k_cpu + "cpu0/cache/index" + std::to_string(index) + "/";
  machine.file(folder + "level", level);
  machine.file(folder + "type", type);
  machine.file(folder + "size", size);
}

/// Two cores with two threads each, powersave and turbo.
void make_intel_laptop(const FakeMachine& machine) {
  std::string cpuinfo;
  for (int cpu = 0; cpu < 4; ++cpu) {
    cpuinfo += "processor\t: " + std::to_string(cpu) +
               "\nmodel name\t: Intel(R) Core(TM) i5-7200U CPU @ 2.50GHz\ncpu MHz\t\t: 800.011\nphysical id\t: 0\n"
               "core id\t\t: " +
               std::to_string(cpu % 2) + "\nflags\t\t: fpu sse sse2 fma sse4_1 sse4_2 avx f16c avx2 bmi2\n\n";
    const auto folder = k_cpu + "cpu" + std::to_string(cpu) + "/cpufreq/";
    machine.file(folder + "scaling_governor", "powersave");
    machine.file(folder + "cpuinfo_max_freq", cpu == 1 ? "3100000" : "3000000");
  }
  machine.file("proc/cpuinfo", cpuinfo);
  machine.file(k_cpu + "cpu0/cpufreq/scaling_cur_freq", "801250");
  machine.file(k_cpu + "online", "0-3");
  machine.file(k_cpu + "smt/active", "1");
  machine.file(k_cpu + "intel_pstate/no_turbo", "0");
  add_cache(machine, 0, "1", "Instruction", "64K");
  add_cache(machine, 1, "1", "Data", "32K");
  add_cache(machine, 2, "2", "Unified", "256K");
  add_cache(machine, 3, "3", "Unified", "3M");
  machine.file("sys/devices/system/node/online", "0");
  machine.file("proc/meminfo",
               "MemTotal:        8000000 kB\nMemFree:          100000 kB\nMemAvailable:    5000000 kB\n"
               "SwapCached:           12 kB\nSwapTotal:       2000000 kB\nSwapFree:        1999000 kB");
  machine.file("etc/os-release", "NAME=\"Debian GNU/Linux\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"");
  machine.file("sys/class/dmi/id/sys_vendor", "LENOVO");
  machine.file("sys/class/dmi/id/product_name", "20HES0AB00");
  machine.file("proc/self/cgroup", "0::/user.slice/user-1000.slice/session-2.scope");
  machine.file("sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc");
  machine.file("sys/devices/system/clocksource/clocksource0/available_clocksource", "tsc hpet acpi_pm");
  machine.file("proc/sys/kernel/randomize_va_space", "2");
  machine.file("proc/sys/kernel/random/boot_id", "8d1c4a9e-0e50-4d3f-9f8c-0f3a3f0c1d2e");
  machine.file("proc/loadavg", "1.25 0.80 0.50 2/900 4242");
}

/// A guest with `flags` beside the hypervisor's.
void make_x86_guest(const FakeMachine& machine) {
  machine.file("proc/cpuinfo",
               "processor\t: 0\nmodel name\t: AMD EPYC\ncpu MHz\t\t: 2596.118\nphysical id\t: 0\ncore id\t\t: 0\n"
               "flags\t\t: fpu sse4_2 avx hypervisor avx2 avx512f\n\nprocessor\t: 1\nmodel name\t: AMD EPYC\n"
               "cpu MHz\t\t: 2596.118\nphysical id\t: 1\ncore id\t\t: 0\nflags\t\t: fpu sse4_2 avx hypervisor avx2\n");
}

std::string platform_of(const FakeMachine& machine) {
  return collected(machine).facts.text("virtualisation", "absent");
}

}  // namespace

TEST_CASE("a bare Intel laptop tells every fact in the listed order") {
  const FakeMachine machine;
  make_intel_laptop(machine);
  const auto environment = collected(
      machine,
      {"",
       {"6.1.0-13-amd64", "#1 SMP Debian 6.1.55-1", "x86_64"},
       4,
       {.compiler = "GCC 12.2.0", .flags = " -O3 -DNDEBUG ", .type = "Release", .sanitizers = "", .optimised = true}});
  Attributes expected;
  expected.set("cpu_model", "Intel(R) Core(TM) i5-7200U CPU @ 2.50GHz");
  expected.set("cpu_physical_cores", 2);
  expected.set("cpu_logical_cores", 4);
  expected.set("cpu_available", 4);
  expected.set("cpu_max_mhz", Scalar{3100.0});
  expected.set("cpu_mhz", Scalar{801.25});
  expected.set("cpu_features", "sse4.2 avx f16c fma avx2");
  expected.set("cache_l1d_bytes", 32 * 1024);
  expected.set("cache_l2_bytes", 256 * 1024);
  expected.set("cache_l3_bytes", 3 * 1024 * 1024);
  expected.set("numa_nodes", 1);
  expected.set("memory_total_bytes", 8192000000);
  expected.set("memory_available_bytes", 5120000000);
  expected.set("swap_used_bytes", 1024000);
  expected.set("kernel", "6.1.0-13-amd64 #1 SMP Debian 6.1.55-1");
  expected.set("os", "Debian GNU/Linux 12 (bookworm)");
  expected.set("architecture", "x86_64");
  expected.set("virtualisation", "none");
  expected.set("container", "none");
  expected.set("governor", "powersave");
  expected.set("turbo", "on");
  expected.set("smt", "on");
  expected.set("clock_source", "tsc");
  expected.set("aslr", "on");
  expected.set("boot_id", "8d1c4a9e-0e50-4d3f-9f8c-0f3a3f0c1d2e");
  expected.set("load_average_1m", Scalar{1.25});
  expected.set("compiler", "GCC 12.2.0");
  expected.set("compiler_flags", "-O3 -DNDEBUG");
  expected.set("optimised", Scalar{true});
  expected.set("link_time_optimisation", Scalar{false});
  expected.set("build_type", "Release");
  expected.set("sanitizers", "none");
  REQUIRE(environment.facts.entries().size() == expected.entries().size());
  for (std::size_t i = 0; i < expected.entries().size(); ++i) {
    const auto& [key, value] = expected.entries()[i];
    CAPTURE(key);
    CHECK(environment.facts.entries()[i].first == key);
    CHECK(environment.facts.entries()[i].second == value);
  }
  CHECK(codes(environment) == Codes{WarningCode::governor_not_performance, WarningCode::turbo_enabled,
                                    WarningCode::machine_busy, WarningCode::swapping});
}

TEST_CASE("a KVM guest without frequency scaling tells no governor and is a hazard for it") {
  const FakeMachine machine;
  make_x86_guest(machine);
  machine.file("sys/class/dmi/id/sys_vendor", "QEMU");
  machine.file("sys/class/dmi/id/product_name", "Standard PC (Q35 + ICH9, 2009)");
  const auto environment = collected(machine, {"", {}, 2, {}});
  const auto& facts = environment.facts;
  CHECK(facts.text("cpu_physical_cores") == "2");  // core 0 of package 0 and core 0 of package 1
  CHECK(facts.text("cpu_logical_cores") == "2");   // counted in cpuinfo: this machine has no list of online CPUs
  CHECK(facts.text("cpu_mhz") == "2596.118");
  CHECK(facts.text("cpu_features") == "sse4.2 avx avx2 avx512f");
  CHECK(facts.text("virtualisation") == "KVM");
  CHECK(facts.find("cpu_max_mhz") == nullptr);
  CHECK(facts.find("governor") == nullptr);
  CHECK(facts.find("turbo") == nullptr);
  CHECK(facts.find("swap_used_bytes") == nullptr);
  CHECK(codes(environment) == Codes{WarningCode::virtualised, WarningCode::unknown_governor, WarningCode::few_cores});
}

TEST_CASE("an ARM machine is described by implementer and part and by its topology files") {
  const FakeMachine machine;
  machine.file("proc/cpuinfo",
               "processor\t: 0\nBogoMIPS\t: 243.75\nFeatures\t: fp asimd aes asimddp sve svei8mm\nCPU implementer\t: "
               "0x41\nCPU part\t: 0xd40\n\nprocessor\t: 1\nFeatures\t: fp asimd\n");
  for (const auto* cpu : {"cpu0", "cpu1", "cpu10"}) {
    machine.file(k_cpu + cpu + "/topology/physical_package_id", "0");
    machine.file(k_cpu + cpu + "/topology/core_id", std::string_view{cpu}.substr(3));
  }
  add_cache(machine, 0, "1", "Instruction", "64K");
  machine.file(k_cpu + "cpufreq/boost", "0");
  machine.file(k_cpu + "online", "0-1,10");
  machine.file(k_cpu + "cpu0/cpufreq/scaling_governor", "performance");
  machine.file("sys/devices/system/node/online", "0-1");
  machine.file("proc/sys/kernel/randomize_va_space", "1");
  const auto environment = collected(machine, {"", {"6.1.21", "", "aarch64"}, 32, {}});
  const auto& facts = environment.facts;
  CHECK(facts.text("cpu_model") == "ARM implementer 0x41 part 0xd40");
  CHECK(facts.text("cpu_features") == "asimd asimddp sve");
  CHECK(facts.text("cpu_physical_cores") == "3");
  CHECK(facts.text("cpu_logical_cores") == "3");
  CHECK(facts.text("numa_nodes") == "2");
  CHECK(facts.text("turbo") == "off");
  CHECK(facts.text("aslr") == "on, without the heap");
  CHECK(facts.text("kernel") == "6.1.21");
  CHECK(facts.find("cpu_mhz") == nullptr);
  CHECK(facts.find("cache_l1d_bytes") == nullptr);
  CHECK(facts.find("virtualisation") == nullptr);  // ARM has no CPU flag that would tell
  CHECK(environment.hazards.empty());
}

TEST_CASE("a root where nothing is readable leaves only the facts from elsewhere") {
  const FakeMachine machine;
  for (const auto* unreadable : {"proc/cpuinfo", "proc/meminfo", "proc/loadavg", "etc/os-release"}) {
    std::filesystem::create_directories(machine.root() / unreadable);  // a folder where a file should be
  }
  const auto environment = collected(machine);
  REQUIRE(environment.facts.entries().size() == 3);
  CHECK(environment.facts.text("sanitizers") == "none");
  CHECK(environment.facts.flag("optimised") == false);
  CHECK(environment.facts.flag("link_time_optimisation") == false);
  CHECK(codes(environment) == Codes{WarningCode::unknown_governor});

  CHECK(collect_environment({"/no/such/root", {}, 3, {}}).facts.text("cpu_available") == "3");
}

TEST_CASE("files with no sense in them give no facts") {
  const FakeMachine machine;
  for (const auto* file : {"proc/cpuinfo", "proc/meminfo", "proc/loadavg", "etc/os-release", "proc/self/cgroup",
                           "proc/sys/kernel/randomize_va_space", "sys/devices/system/node/online"}) {
    machine.file(file, ":\nnonsense : : -,\n==");
  }
  machine.file(k_cpu + "online", "3-1");
  machine.file(k_cpu + "smt/active", "perhaps");
  machine.file(k_cpu + "cpux/topology/core_id", "1");
  machine.file(k_cpu + "cpu7x/topology/core_id", "1");
  machine.file(k_cpu + "cpu0/cpufreq/scaling_governor", "");
  add_cache(machine, 0, "1", "Data", "large");
  const auto environment = collected(machine);
  REQUIRE(environment.facts.entries().size() == 4);
  CHECK(environment.facts.text("container") == "none");
  CHECK(environment.facts.text("sanitizers") == "none");
  CHECK(environment.facts.flag("optimised") == false);
  CHECK(environment.facts.flag("link_time_optimisation") == false);
}

TEST_CASE("governors that differ between CPUs are all named") {
  const FakeMachine machine;
  machine.file(k_cpu + "cpu0/cpufreq/scaling_governor", "performance");
  machine.file(k_cpu + "cpu1/cpufreq/scaling_governor", "powersave");
  machine.file(k_cpu + "cpu2/cpufreq/scaling_governor", "performance");
  const auto environment = collected(machine);
  CHECK(environment.facts.text("governor") == "performance, powersave");
  CHECK(codes(environment) == Codes{WarningCode::governor_not_performance});
}

TEST_CASE("the hypervisor is named by the firmware or by its clock and otherwise stays unknown") {
  const FakeMachine machine;
  make_x86_guest(machine);
  CHECK(platform_of(machine) == "yes (unknown hypervisor)");
  machine.file("sys/devices/system/clocksource/clocksource0/available_clocksource", "tsc kvm-clock");
  CHECK(platform_of(machine) == "KVM");
  machine.file("sys/devices/system/clocksource/clocksource0/available_clocksource", "hyperv_clocksource_tsc_page");
  CHECK(platform_of(machine) == "Hyper-V");
  machine.file("sys/class/dmi/id/sys_vendor", "Microsoft Corporation");
  machine.file("sys/class/dmi/id/product_name", "Virtual Machine");
  CHECK(platform_of(machine) == "Hyper-V");
  machine.file("sys/class/dmi/id/sys_vendor", "VMware, Inc.");
  machine.file("sys/class/dmi/id/product_name", "VMware7,1");
  CHECK(platform_of(machine) == "VMware");
  machine.file("sys/hypervisor/type", "xen");
  CHECK(platform_of(machine) == "Xen");
  machine.file("proc/cpuinfo", "flags\t: fpu avx");  // what a paravirtualised Xen guest sees
  CHECK(platform_of(machine) == "Xen");
}

TEST_CASE("the vendor of a cloud does not make its bare metal a guest") {
  const FakeMachine machine;
  machine.file("sys/class/dmi/id/sys_vendor", "Amazon EC2");
  machine.file("sys/class/dmi/id/product_name", "c7g.large");
  CHECK(platform_of(machine) == "KVM");
  machine.file("sys/class/dmi/id/product_name", "c7g.metal");
  CHECK(platform_of(machine) == "absent");
  machine.file("proc/cpuinfo", "flags\t: fpu avx");
  CHECK(platform_of(machine) == "none");
}

TEST_CASE("containers are known by their marks and by their control groups") {
  const auto container_of = [](const std::string& file, const std::string& text) {
    const FakeMachine machine;
    machine.file(file, text);
    return collected(machine).facts.text("container", "absent");
  };
  CHECK(container_of(".dockerenv", "") == "docker");
  CHECK(container_of("run/.containerenv", "") == "podman");
  CHECK(container_of("run/secrets/kubernetes.io/serviceaccount/token", "") == "kubernetes");
  CHECK(container_of("proc/self/cgroup", "12:cpu:/docker/3b1f\n0::/docker/3b1f") == "docker");
  CHECK(container_of("proc/self/cgroup", "0::/system.slice/docker-3b1f.scope") == "docker");
  CHECK(container_of("proc/self/cgroup", "0::/kubepods.slice/kubepods-pod7.slice") == "kubernetes");
  CHECK(container_of("proc/self/cgroup", "0::/machine.slice/libpod-77.scope/container") == "podman");
  CHECK(container_of("proc/self/cgroup", "0::/lxc.payload.web") == "lxc");
  CHECK(container_of("proc/self/cgroup", "0::/user.slice") == "none");
  CHECK(container_of("proc/stat", "cpu 1 2 3 4") == "absent");
}

TEST_CASE("a container with a quota of one and a half cores says so and is a hazard") {
  const FakeMachine machine;
  machine.file(".dockerenv", "");
  machine.file("proc/self/cgroup", "0::/");
  machine.file("sys/fs/cgroup/cpu.max", "150000 100000");
  const auto environment = collected(machine, {"", {}, 8, {}});
  CHECK(environment.facts.text("container") == "docker");
  CHECK(*environment.facts.find("cpu_quota") == Scalar{1.5});
  CHECK(codes(environment) == Codes{WarningCode::unknown_governor, WarningCode::cpu_quota});
}

TEST_CASE("the smallest quota on the way up to the root of the control groups counts") {
  const auto quota_of = [](const std::string& groups, const std::vector<std::pair<std::string, std::string>>& files) {
    const FakeMachine machine;
    machine.file("proc/self/cgroup", groups);
    for (const auto& [name, text] : files) {
      machine.file("sys/fs/cgroup/" + name, text);
    }
    return collected(machine).facts.text("cpu_quota", "absent");
  };
  CHECK(quota_of("0::/a/b", {{"a/b/cpu.max", "max 100000"}, {"a/cpu.max", "max 100000"}}) == "absent");
  CHECK(quota_of("0::/a/b", {{"a/b/cpu.max", "max 100000"}, {"a/cpu.max", "50000 100000"}}) == "0.5");
  CHECK(quota_of("0::/a/b", {{"a/b/cpu.max", "200000 100000"}, {"a/cpu.max", "300000 100000"}}) == "2");
  CHECK(quota_of("0::/a/b", {{"a/b/cpu.max", "400000 100000"}, {"cpu.max", "300000 100000"}}) == "3");
  CHECK(quota_of("0::/other", {{"a/cpu.max", "50000 100000"}}) == "absent");
  CHECK(quota_of("0::/../../x", {{"cpu.max", "250000 100000"}, {"../../x/cpu.max", "50000 100000"}}) == "2.5");
  CHECK(quota_of("0::/", {{"cpu.max", "100000"}}) == "absent");
  CHECK(quota_of("0::/", {{"cpu.max", "100000 0"}}) == "absent");
  CHECK(quota_of("0::/g", {{"unified/g/cpu.max", "100000 100000"}}) == "1");

  const auto v1 = [&](const std::string& line, const std::string& folder, const std::string& quota) {
    return quota_of(line, {{folder + "/cpu.cfs_quota_us", quota}, {folder + "/cpu.cfs_period_us", "100000"}});
  };
  CHECK(v1("4:cpu,cpuacct:/docker/7", "cpu,cpuacct/docker/7", "25000") == "0.25");
  CHECK(v1("4:cpu,cpuacct:/docker/7", "cpu,cpuacct", "25000") == "0.25");
  CHECK(v1("4:cpuacct,cpu:/docker/7", "cpu/docker", "125000") == "1.25");
  CHECK(v1("4:cpu,cpuacct:/docker/7", "cpu,cpuacct/docker/7", "-1") == "absent");
  CHECK(v1("4:cpuset:/docker/7", "cpu/docker/7", "25000") == "absent");
}

TEST_CASE("this machine and this build are described without a fake") {
  const auto environment = collect_environment();
  CHECK_FALSE(environment.facts.text("kernel").empty());
  CHECK_FALSE(environment.facts.text("architecture").empty());
  CHECK_FALSE(environment.facts.text("compiler").empty());
  const auto available = moebench::harness::cores_by_affinity();
  REQUIRE(available.has_value());
  CHECK(*available >= 1);
  CHECK(environment.facts.text("cpu_available") == std::to_string(*available));
}

TEST_CASE("every fact has a listed key and stands in the listed order") {
  const FakeMachine machine;
  make_intel_laptop(machine);
  machine.file("sys/fs/cgroup/cpu.max", "150000 100000");
  std::vector<std::string_view> listed;
  for (const auto& fact : moebench::core::environment_facts()) {
    listed.push_back(fact.key);
  }
  auto from = listed.begin();
  const auto environment = collected(machine, {"", {"6", "", "x86_64"}, 4, {"c", "f", "t", true, "s"}});
  for (const auto& [key, value] : environment.facts.entries()) {
    CAPTURE(key);
    from = std::find(from, listed.end(), key);
    REQUIRE(from != listed.end());
  }
  CHECK(environment.facts.entries().size() == listed.size() - 3);
}

TEST_CASE("a build with sanitizers reports them") {
  const std::string sanitizers = moebench::harness::this_build().sanitizers;
#if defined(__SANITIZE_ADDRESS__)
  CHECK(sanitizers.contains("address"));
#elif defined(__SANITIZE_THREAD__)
  CHECK(sanitizers.contains("thread"));
#else
  CHECK_FALSE(sanitizers.contains("address"));
  CHECK_FALSE(sanitizers.contains("thread"));
#endif
}
