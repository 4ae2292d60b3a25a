#include "moebench/harness/hazards.hpp"

#include <utility>
#include <vector>

#include <doctest/doctest.h>

using moebench::core::Attributes;
using moebench::core::Hazard;
using moebench::core::Scalar;
using moebench::core::WarningCode;
using moebench::harness::judge;

namespace {

/// A machine with nothing to complain about, but for `key`.
Attributes quiet_machine_but(std::string_view key = "", const Scalar& value = {}) {
  Attributes facts;
  facts.set("cpu_available", 8);
  facts.set("virtualisation", "none");
  facts.set("governor", "performance");
  facts.set("turbo", "off");
  facts.set("load_average_1m", Scalar{0.1});
  facts.set("swap_used_bytes", 0);
  facts.set("steal_percent", Scalar{0.0});
  facts.set("build_type", "Release");
  facts.set("sanitizers", "none");
  if (!key.empty()) {
    facts.set(key, value);
  }
  return facts;
}

/// The one hazard of that machine.
Hazard hazard_of(std::string_view key, const Scalar& value) {
  const auto hazards = judge(quiet_machine_but(key, value));
  REQUIRE(hazards.size() == 1);
  return hazards.front();
}

bool quiet(std::string_view key, const Scalar& value) {
  return judge(quiet_machine_but(key, value)).empty();
}

}  // namespace

TEST_CASE("a quiet machine has no hazards") {
  CHECK(judge(quiet_machine_but()).empty());
}

TEST_CASE("of facts that are absent only the governor is a hazard") {
  const auto hazards = judge({});
  REQUIRE(hazards.size() == 1);
  CHECK(hazards.front().code == WarningCode::unknown_governor);
  CHECK(hazards.front().remedy.contains("/sys/devices/system/cpu/cpu0/cpufreq"));
}

TEST_CASE("a virtual machine is a hazard whatever its hypervisor") {
  CHECK(hazard_of("virtualisation", "KVM").code == WarningCode::virtualised);
  CHECK(hazard_of("virtualisation", "KVM").message ==
        "This is a virtual machine (KVM): its neighbours share the CPU, the caches and the memory.");
  CHECK(hazard_of("virtualisation", "yes (unknown hypervisor)").code == WarningCode::virtualised);
}

TEST_CASE("a governor other than performance is a hazard with the command that sets it") {
  const auto hazard = hazard_of("governor", "powersave");
  CHECK(hazard.code == WarningCode::governor_not_performance);
  CHECK(hazard.message == "The frequency governor is powersave: the CPU clock follows the load.");
  CHECK(hazard.remedy == "Run: sudo cpupower frequency-set --governor performance");
}

TEST_CASE("turbo is a hazard with both switches named") {
  const auto hazard = hazard_of("turbo", "on");
  CHECK(hazard.code == WarningCode::turbo_enabled);
  CHECK(hazard.remedy.contains("intel_pstate/no_turbo"));
  CHECK(hazard.remedy.contains("cpufreq/boost"));
}

TEST_CASE("a load above a fifth of the available cores is a hazard") {
  CHECK(quiet("load_average_1m", 1.6));
  const auto hazard = hazard_of("load_average_1m", 1.617);
  CHECK(hazard.code == WarningCode::machine_busy);
  CHECK(hazard.message == "The machine was busy before measuring: a load of 1.62 on 8 cores.");
  CHECK(hazard.remedy.contains("below 1.6."));
  CHECK(hazard_of("load_average_1m", std::int64_t{2}).code == WarningCode::machine_busy);
}

TEST_CASE("without an affinity mask the cores online count") {
  Attributes facts;
  facts.set("cpu_logical_cores", 2);
  facts.set("governor", "performance");
  facts.set("load_average_1m", Scalar{0.41});
  const auto hazards = judge(facts);
  REQUIRE(hazards.size() == 2);
  CHECK(hazards[0].code == WarningCode::machine_busy);
  CHECK(hazards[1].code == WarningCode::few_cores);
}

TEST_CASE("a quota is a hazard only where it is below the available cores") {
  CHECK(quiet("cpu_quota", 8.0));
  const auto hazard = hazard_of("cpu_quota", 1.5);
  CHECK(hazard.code == WarningCode::cpu_quota);
  CHECK(hazard.message.contains("the time of 1.5 cores:"));
  CHECK(hazard.remedy.contains("--cpus"));
}

TEST_CASE("more than one percent of stolen time is a hazard") {
  CHECK(quiet("steal_percent", 1.0));
  const auto hazard = hazard_of("steal_percent", 1.0101);
  CHECK(hazard.code == WarningCode::cpu_steal);
  CHECK(hazard.message == "The hypervisor took away 1.01 % of the CPU time while measuring.");
}

TEST_CASE("fewer than four available cores are a hazard") {
  CHECK(quiet("cpu_available", std::int64_t{4}));
  CHECK(hazard_of("cpu_available", std::int64_t{3}).code == WarningCode::few_cores);
  CHECK(hazard_of("cpu_available", std::int64_t{1}).message ==
        "This process may use 1 core: benchmark threads share them with everything else.");
}

TEST_CASE("swap in use is a hazard") {
  const auto hazard = hazard_of("swap_used_bytes", std::int64_t{3} << 19);
  CHECK(hazard.code == WarningCode::swapping);
  CHECK(hazard.message.starts_with("1.5 MiB"));
  CHECK(hazard.remedy.contains("swapoff -a"));
}

TEST_CASE("a debug build and a build with assertions are hazards") {
  CHECK(quiet("build_type", "RelWithDebInfo"));
  CHECK(hazard_of("build_type", "Debug").code == WarningCode::debug_build);
  CHECK(hazard_of("build_type", "debug").code == WarningCode::debug_build);
  CHECK(hazard_of("build_type", "RelWithDebInfo (assertions on)").code == WarningCode::debug_build);
  CHECK(hazard_of("build_type", "(assertions on)").remedy.contains("cmake --preset release"));
}

TEST_CASE("a build with sanitizers is a hazard") {
  const auto hazard = hazard_of("sanitizers", "address,undefined");
  CHECK(hazard.code == WarningCode::sanitized_build);
  CHECK(hazard.message.contains("(address,undefined)"));
}

TEST_CASE("hazards come in the order of their codes and each has a message and a remedy") {
  Attributes facts;
  facts.set("sanitizers", "thread");
  facts.set("build_type", "Debug");
  facts.set("swap_used_bytes", 1);
  facts.set("cpu_available", 2);
  facts.set("steal_percent", Scalar{50.0});
  facts.set("cpu_quota", Scalar{1.0});
  facts.set("load_average_1m", Scalar{9.0});
  facts.set("turbo", "on");
  facts.set("governor", "ondemand");
  facts.set("virtualisation", "Xen");
  const auto hazards = judge(facts);
  REQUIRE(hazards.size() == 10);
  for (std::size_t i = 0; i < hazards.size(); ++i) {
    CHECK(hazards[i].message.ends_with('.'));
    CHECK_FALSE(hazards[i].remedy.empty());
    CHECK((i == 0 || hazards[i - 1].code < hazards[i].code));
  }
}
