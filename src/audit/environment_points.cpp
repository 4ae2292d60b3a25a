// Points 56 to 70: that both sides had the same machine, and had it for themselves.
#include <algorithm>
#include <charconv>
#include <string>

#include <fmt/format.h>

#include "moebench/stats/quantile.hpp"
#include "point.hpp"
#include "record_text.hpp"

namespace moebench::audit {
namespace {

Judgement same_cpu(const Case& c) {
  return same_on_both(c, "cpu");
}

Judgement same_machine(const Case& c) {
  const Judgement same = same_on_both(c, "boot_id");
  return same.finding == core::Finding::fail
             ? fail(same.evidence, "Measure both sides on the same machine without a restart between them.")
             : same;
}

Judgement governor(const Case& c) {
  return on_both(c, [](const Side& side) {
    const std::string name = side.text("governor");
    if (name.empty()) {
      return skip(fmt::format("The {}'s machine does not tell its frequency governor.", side.role),
                  "Measure where /sys/devices/system/cpu/cpu0/cpufreq exists, and record \"governor\".");
    }
    const std::string evidence = fmt::format("The {}'s governor is {}.", side.role, name);
    return name == "performance" ? pass(evidence)
                                 : fail(evidence, "Run: sudo cpupower frequency-set --governor performance");
  });
}

/// A clock that is throttled makes the last quarter of a run slower than its first.
Judgement steady(const Side& side) {
  constexpr double most = 1.10;
  if (!side.has_samples()) {
    return not_recorded(side.role, "runs[].samples_us");
  }
  double worst = 1;
  for (const core::Run& run : side.result->series.runs) {
    const auto quarter = std::max<std::size_t>(1, run.samples.size() / 4);
    const std::span all{run.samples};
    worst = std::max(worst, stats::quantile(stats::sorted(all.last(quarter)), 0.5) /
                                stats::quantile(stats::sorted(all.first(quarter)), 0.5));
  }
  const std::string evidence = fmt::format(
      "In the {} the median of a run's last quarter is at most {:.3f} times that of its first.", side.role, worst);
  return worst <= most ? pass(evidence)
                       : fail(evidence, "Cool the machine or fix its clock: it became slower while measuring.");
}

Judgement no_throttling(const Case& c) {
  return on_both(c, steady);
}

Judgement enough_memory(const Case& c) {
  return on_both(c, [](const Side& side) {
    const std::optional<double> available = side.number("memory_available_bytes");
    const std::optional<double> swapped = side.number("swap_used_bytes");
    if (!available || !swapped) {
      return not_recorded(side.role, available ? "swap_used_bytes" : "memory_available_bytes");
    }
    constexpr double gib = 1024.0 * 1024 * 1024;
    const std::string evidence = fmt::format("The {} had {:.1f} GiB available and {:.1f} GiB swapped out.", side.role,
                                             *available / gib, *swapped / gib);
    return *available >= gib && *swapped == 0 ? pass(evidence)
                                              : fail(evidence, "Free memory, then run: sudo swapoff -a");
  });
}

/// The first two numbers of a version as one: 2.9.1 -> 2.09.
std::optional<double> version_number(const std::string& version) {
  int major = 0;
  int minor = 0;
  const char* const end = version.data() + version.size();
  const auto [dot, no_major] = std::from_chars(version.data(), end, major);
  if (no_major != std::errc{} || dot == end || *dot != '.' || std::from_chars(dot + 1, end, minor).ec != std::errc{}) {
    return std::nullopt;
  }
  return major + minor / 100.0;
}

/// What follows the numbers and is no build label ("+cpu"): "a0", "rc1", ".dev2025".
bool is_prerelease(const std::string& version) {
  const std::string release = version.substr(0, version.find('+'));
  return release.find_first_not_of("0123456789.") != std::string::npos;
}

Judgement version_at_least(const Case& c, std::string_view key, double least, std::string_view shown) {
  const std::string version = c.baseline.text(key);
  const std::optional<double> number = version_number(version);
  if (!number) {
    return not_recorded("baseline", key);
  }
  const std::string evidence = fmt::format("{} is {}{}; at least {} counts as recent.", key, version,
                                           is_prerelease(version) ? ", a pre-release" : ", a release", shown);
  return *number >= least - 1e-9 && !is_prerelease(version)
             ? pass(evidence)
             : fail(evidence, fmt::format("Measure the baseline with a release of {} or later.", shown));
}

Judgement pytorch_version(const Case& c) {
  return version_at_least(c, "pytorch_version", 2.0, "2.0");
}

Judgement python_version(const Case& c) {
  return version_at_least(c, "python_version", 3.09, "3.9");
}

Judgement stable_compiler(const Case& c) {
  const std::string compiler = c.candidate.text("compiler");
  if (compiler.empty()) {
    return not_recorded("candidate", "compiler");
  }
  const std::string found = special_flag(compiler, {"experimental", "prerelease", "git", "trunk", "rc"});
  const std::string evidence = fmt::format("The candidate was compiled by {}.", compiler);
  return found.empty() ? pass(evidence) : fail(evidence, "Compile with a released compiler.");
}

Judgement no_debug_build(const Case& c) {
  const std::string type = c.candidate.text("build_type");
  const std::string sanitizers = c.candidate.text("sanitizers");
  if (type.empty() || sanitizers.empty()) {
    return not_recorded("candidate", type.empty() ? "build_type" : "sanitizers");
  }
  const bool debug = type.starts_with("Debug") || !special_flag(type, {"debug", "assertions"}).empty() ||
                     optimisation_in(c.candidate.text("compiler_flags")) == "-O0";
  const std::string evidence = fmt::format("The candidate is a {} build ({}), sanitizers {}.", type,
                                           c.candidate.text("compiler_flags"), sanitizers);
  const Judgement ours = debug || sanitizers != "none" || c.candidate.flag("optimised") == false
                             ? fail(evidence, "Build with: cmake --preset release && cmake --build --preset release")
                             : pass(evidence);
  return all_of({ours, flag_is(c.baseline, "debug_build", false, "torch.version.debug",
                               "Measure with a release build of PyTorch.")});
}

Judgement blas_stated(const Case& c) {
  const std::string blas = c.baseline.text("blas");
  if (blas.empty()) {
    return not_recorded("baseline", "blas");
  }
  const std::string known = blas_in(blas);
  return known.empty() ? fail(fmt::format("The baseline states \"{}\", which names no BLAS.", blas),
                              "Record which library is loaded: examples/pytorch/benchmark.py reads /proc/self/maps.")
                       : pass(fmt::format("The baseline states {}: {}", known, blas));
}

Judgement idle_machine(const Case& c) {
  return on_both(c, [](const Side& side) {
    constexpr double per_core = 0.2;  // as harness/hazards has it
    const std::optional<double> load = side.number("load_average_1m");
    const std::optional<double> cores =
        side.number("cpu_available").or_else([&] { return side.number("cpu_logical_cores"); });
    if (!load || !cores) {
      return not_recorded(side.role, load ? "cpu_available" : "load_average_1m");
    }
    const std::string evidence =
        fmt::format("Before the {} the load was {:.2f} on {:.0f} cores.", side.role, *load, *cores);
    return *load <= per_core * *cores
               ? pass(evidence)
               : fail(evidence,
                      fmt::format("Stop other programs and wait until the load is below {:.1f}.", per_core * *cores));
  });
}

Judgement no_garbage_collection(const Case& c) {
  const std::optional<std::uint64_t> collections = c.baseline.counted("gc_collections");
  if (!collections) {
    return skip("The baseline's runs do not count gc_collections.",
                "Record \"counts\": {\"gc_collections\": [n]} of the timed part in each run.");
  }
  const std::string evidence =
      fmt::format("Python collected garbage {} times in the timed part of {} runs; the candidate has no collector.",
                  *collections, c.baseline.runs());
  return *collections == 0 ? pass(evidence) : fail(evidence, "Call gc.collect() and gc.disable() before timing.");
}

Judgement no_compiler_running(const Case& c) {
  return on_both(c, [](const Side& side) {
    const std::optional<double> running = side.number("compilers_running");
    if (!running) {
      return not_recorded(side.role, "compilers_running");
    }
    const std::string evidence = fmt::format("{:.0f} compilers or linkers ran when the {} began.", *running, side.role);
    return *running == 0 ? pass(evidence) : fail(evidence, "Wait until the builds on this machine have ended.");
  });
}

Judgement one_thread(const Case& c) {
  const std::string between = c.baseline.text("interop_threads");
  if (between.empty()) {
    return not_recorded("baseline", "interop_threads");
  }
  const std::string evidence = fmt::format("The baseline has {} thread between operations.", between);
  return all_of({same_on_both(c, "threads", "1"),
                 between == "1" ? pass(evidence) : fail(evidence, "Call torch.set_num_interop_threads(1).")});
}

Judgement numa(const Case& c) {
  const std::optional<double> nodes = c.candidate.number("numa_nodes");
  if (!nodes) {
    return not_recorded("candidate", "numa_nodes");
  }
  const std::string evidence = fmt::format("The machine has {:.0f} NUMA node{}.", *nodes, *nodes == 1 ? "" : "s");
  return *nodes == 1 ? pass(evidence)
                     : fail(evidence + " Nothing says that both sides ran on the same one.",
                            "Start both sides under numactl --cpunodebind=0 --membind=0 on a machine cut to one node.");
}

constexpr Point k_environment_points[] = {
    {56, "Same CPU", same_cpu},
    {57, "Same machine and boot", same_machine},
    {58, "Frequency governor", governor},
    {59, "No throttling", no_throttling},
    {60, "Enough memory, no swap", enough_memory},
    {61, "PyTorch recent and stable", pytorch_version},
    {62, "Python recent and stable", python_version},
    {63, "Stable compiler", stable_compiler},
    {64, "No debug build", no_debug_build},
    {65, "PyTorch's BLAS stated", blas_stated},
    {66, "No other heavy process", idle_machine},
    {67, "No garbage collection in the timed part", no_garbage_collection},
    {68, "Nothing compiles in the background", no_compiler_running},
    {69, "One thread on both sides", one_thread},
    {70, "NUMA", numa},
};

}  // namespace

std::span<const Point> environment_points() {
  return k_environment_points;
}

}  // namespace moebench::audit
