#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "facts.hpp"

namespace moebench::harness {

namespace {

using core::Attributes;
using Core = std::pair<std::string, std::string>;  // package and core within it

const std::filesystem::path k_cpus = "sys/devices/system/cpu";

std::optional<std::string> cpu_model(std::string_view cpuinfo) {
  if (const auto name = field(cpuinfo, "model name")) {
    return std::string{*name};
  }
  const auto implementer = field(cpuinfo, "CPU implementer");
  const auto part = field(cpuinfo, "CPU part");
  if (!implementer || !part) {
    return std::nullopt;
  }
  return "ARM implementer " + std::string{*implementer} + " part " + std::string{*part};
}

/// x86 only: elsewhere /proc/cpuinfo has no core ids.
std::set<Core> cores_in_cpuinfo(std::string_view cpuinfo) {
  std::set<Core> cores;
  std::string package;
  for (const auto line : split(cpuinfo, '\n')) {
    if (const auto id = field(line, "physical id")) {
      package = *id;
    } else if (const auto core = field(line, "core id")) {
      cores.emplace(package, *core);
    }
  }
  return cores;
}

std::set<Core> cores_in_topology(const SystemFiles& files) {
  std::set<Core> cores;
  for (const auto& cpu : files.numbered(k_cpus, "cpu")) {
    if (const auto core = files.word(cpu / "topology/core_id")) {
      cores.emplace(files.word(cpu / "topology/physical_package_id").value_or(""), *core);
    }
  }
  return cores;
}

std::optional<std::int64_t> physical_cores(const SystemFiles& files, std::string_view cpuinfo) {
  auto cores = cores_in_cpuinfo(cpuinfo);
  if (cores.empty()) {
    cores = cores_in_topology(files);
  }
  return cores.empty() ? std::nullopt : std::optional{std::ssize(cores)};
}

std::optional<std::int64_t> logical_cores(const SystemFiles& files, std::string_view cpuinfo) {
  if (const auto online = files.word(k_cpus / "online")) {
    return count_listed(*online);
  }
  const auto count =
      std::ranges::count_if(split(cpuinfo, '\n'), [](auto line) { return field(line, "processor").has_value(); });
  return count == 0 ? std::nullopt : std::optional<std::int64_t>{count};
}

std::optional<double> highest_mhz(const SystemFiles& files) {
  std::optional<double> highest;
  for (const auto& cpu : files.numbered(k_cpus, "cpu")) {
    if (const auto khz = files.number(cpu / "cpufreq/cpuinfo_max_freq")) {
      highest = std::max(highest.value_or(0), *khz / 1000);
    }
  }
  return highest;
}

std::optional<double> mhz_now(const SystemFiles& files, std::string_view cpuinfo) {
  if (const auto khz = files.number(k_cpus / "cpu0/cpufreq/scaling_cur_freq")) {
    return *khz / 1000;
  }
  return leading_number<double>(field(cpuinfo, "cpu MHz").value_or(""));
}

/// The extensions that vector code is chosen by, in the kernel's spelling; "none" when the CPU lists its features and
/// has none of them.
std::optional<std::string> vector_extensions(std::string_view cpuinfo) {
  constexpr std::array names{"sse4_2",      "avx",         "f16c",        "fma",      "avx2",     "avx512f", "avx512dq",
                             "avx512bw",    "avx512vl",    "avx512_vnni", "avx_vnni", "amx_int8", "asimd",   "asimddp",
                             "avx512_bf16", "avx512_fp16", "amx_bf16",    "i8mm",     "bf16",     "sve",     "sve2"};
  const auto flags = field(cpuinfo, "flags").or_else([&] { return field(cpuinfo, "Features"); });
  if (!flags) {
    return std::nullopt;
  }
  std::string found;
  for (const std::string_view name : names) {
    if (has_word(*flags, name)) {
      found.append(found.empty() ? "" : " ").append(name == "sse4_2" ? "sse4.2" : name);
    }
  }
  return found.empty() ? "none" : found;
}

void add_cache_sizes(const SystemFiles& files, Attributes& facts) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> caches{
      {{"1", "cache_l1d_bytes"}, {"2", "cache_l2_bytes"}, {"3", "cache_l3_bytes"}}};
  const auto indices = files.numbered(k_cpus / "cpu0/cache", "index");
  for (const auto& [level, key] : caches) {
    const auto at = std::ranges::find_if(indices, [&](const auto& index) {
      return files.word(index / "level") == level && files.word(index / "type") != "Instruction";
    });
    if (at != indices.end()) {
      set_known(facts, key, size_in_bytes(files.word(*at / "size").value_or("")));
    }
  }
}

}  // namespace

void add_cpu_facts(const SystemFiles& files, std::optional<int> available_cores, Attributes& facts) {
  const std::string cpuinfo = files.text("proc/cpuinfo").value_or("");
  set_known(facts, "cpu_model", cpu_model(cpuinfo));
  set_known(facts, "cpu_physical_cores", physical_cores(files, cpuinfo));
  set_known(facts, "cpu_logical_cores", logical_cores(files, cpuinfo));
  set_known(facts, "cpu_available", available_cores);
  set_known(facts, "cpu_max_mhz", highest_mhz(files));
  set_known(facts, "cpu_mhz", mhz_now(files, cpuinfo));
  set_known(facts, "cpu_features", vector_extensions(cpuinfo));
  add_cache_sizes(files, facts);
  set_known(facts, "numa_nodes", count_listed(files.word("sys/devices/system/node/online").value_or("")));
}

}  // namespace moebench::harness
