// Points 71 to 80: that someone else can repeat it and gets the same.
#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "moebench/stats/quantile.hpp"
#include "point.hpp"
#include "record_text.hpp"

namespace moebench::audit {
namespace {

std::vector<double> medians_of_runs(const core::BenchmarkResult& result) {
  std::vector<double> medians;
  for (const core::Run& run : result.series.runs) {
    if (!run.samples.empty()) {
      medians.push_back(stats::quantile(stats::sorted(run.samples), 0.5));
    }
  }
  return medians;
}

/// What tells the runs apart: single shots, or where a step of the clock is more than a twentieth of one, so that
/// medians jump by it, the same calls in batches.
const core::BenchmarkResult& resolved_by_the_clock(const Side& side) {
  constexpr double most_of_a_call = 0.05;
  const double step_us = side.number("clock_resolution_ns").value_or(0) / 1000;
  const bool coarse = step_us > most_of_a_call * side.p50().value_or(step_us);
  return coarse && side.batched != nullptr && side.batched->has_samples() ? *side.batched : *side.result;
}

Judgement runs_agree(const Side& side) {
  constexpr double most = 1.10;
  if (!side.has_samples() || side.runs() < 2) {
    return skip(fmt::format("The {}'s file holds {} run{} with samples.", side.role,
                            side.has_samples() ? side.runs() : 0, side.runs() == 1 ? "" : "s"),
                "Measure in several fresh processes (--runs 5) and keep each run's samples.");
  }
  const core::BenchmarkResult& result = resolved_by_the_clock(side);
  const std::vector<double> medians = medians_of_runs(result);
  const auto [least, greatest] = std::ranges::minmax(medians);
  const std::string evidence = fmt::format("The medians of the {} runs of {} are {:.4g} to {:.4g} us, {:.1f} % apart.",
                                           medians.size(), result.name, least, greatest, (greatest / least - 1) * 100);
  return greatest <= most * least
             ? pass(evidence)
             : fail(evidence, "Find what differs between the runs, or measure on a quieter machine.");
}

Judgement second_run(const Case& c) {
  return on_both(c, runs_agree);
}

Judgement same_data(const Case& c) {
  const Judgement same = all_of({same_on_both(c, "seed"), same_on_both(c, "input_crc32")});
  const std::string file = c.baseline.text("model_sha256");
  if (file.empty()) {
    return not_recorded("baseline", "model_sha256");
  }
  if (file.size() != 64 || file.find_first_not_of("0123456789abcdef") != std::string::npos) {
    return fail(fmt::format("The baseline states model_sha256 = \"{}\", which is no SHA-256.", file),
                "Record the hash of the model's file: sha256sum model.safetensors.");
  }
  if (same.finding != core::Finding::pass || !c.evidence.recipe) {
    return same;
  }
  const std::string& expected = c.evidence.recipe->input_crc32;
  return c.candidate.text("input_crc32") == expected
             ? pass(same.evidence + " So has the input made anew from its formula.")
             : fail(fmt::format("{} The input made anew from its formula has {}.", same.evidence, expected),
                    "Measure with the benchmark's input (no --input).");
}

Judgement deterministic(const Case& c) {
  if (!c.evidence.rerun) {
    return skip("The candidate's inference was not run again: " + c.evidence.no_rerun,
                "Audit where the candidate's model can be read or trained, and record model_crc32.");
  }
  const std::optional<double> logit = c.candidate.number("logit");
  const std::optional<double> probability = c.candidate.number("probability");
  if (!logit || !probability) {
    return not_recorded("candidate", logit ? "probability" : "logit");
  }
  const bool scalar = c.candidate.own_text("kernel").empty() || c.candidate.own_text("kernel") == "scalar";
  const double logit_off = std::abs(*logit - c.evidence.rerun->logit);
  const std::string evidence = fmt::format(
      "Run again, the model gives the logit {:.9g} and the probability {:.9g}; the file says {:.9g} and "
      "{:.9g}.",
      c.evidence.rerun->logit, c.evidence.rerun->probability, *logit, *probability);
  const double most = scalar ? 0 : 1e-5 * std::max(1.0, std::abs(*logit));
  return logit_off <= most && std::abs(*probability - c.evidence.rerun->probability) <= most
             ? pass(evidence)
             : fail(evidence,
                    "The same model and input must give the same answer, to the last bit in the scalar kernel.");
}

/// The settings that decide what is measured, as options spell them, with their presets.
struct Setting {
  std::string_view key;
  std::string_view option;
  std::string_view preset;
};
constexpr Setting k_settings[] = {{"seed", "--seed", "42"},
                                  {"runs", "--runs", "5"},
                                  {"warmup_iterations", "--warmup", "100"},
                                  {"benchmark_iterations", "--iterations", "10000"}};

/// What a command measures with: its option, otherwise its preset.
std::string setting_of(const Command& command, const Setting& setting) {
  const bool quick = setting.key == "benchmark_iterations" && command.has("--quick");
  return command.value(setting.option).value_or(quick ? "1000" : std::string{setting.preset});
}

bool measures_it(const Command& command, const Side& side) {
  const bool suite = command.program == "moebench" && command.subcommand == "suite";
  return side.role == "candidate" ? suite || (command.program == "moebench" && command.subcommand == "infer")
                                  : (suite && command.has("--pytorch")) || command.program == "benchmark.py";
}

Judgement command_repeats(const Side& side) {
  const std::string text = side.text("command");
  if (text.empty()) {
    return not_recorded(side.role, "command");
  }
  const Command command = parse_command(text);
  if (!measures_it(command, side)) {
    return fail(fmt::format("The {} states `{}`, which is no command that measures it.", side.role, text),
                "Record the command as it was given: moebench infer ..., moebench suite --pytorch, benchmark.py ...");
  }
  for (const Setting& setting : k_settings) {
    const std::string recorded = side.text(setting.key);
    if (recorded.empty()) {
      return not_recorded(side.role, setting.key);
    }
    if (setting_of(command, setting) != recorded) {
      return fail(fmt::format("The {}'s `{}` measures with {} {}, its file records {} = {}.", side.role, text,
                              setting.option, setting_of(command, setting), setting.key, recorded),
                  "Record the command that made this file.");
    }
  }
  return pass(
      fmt::format("`{}` repeats the {} with the seed, runs, warm-up and iterations in its file.", text, side.role));
}

Judgement commands(const Case& c) {
  return on_both(c, command_repeats);
}

Judgement not_libraries(std::string_view role, const std::string& stated) {
  return fail(fmt::format("The {} states \"{}\", which is no list of names with versions.", role, stated),
              "Record each library with its version: \"fmt 9.1.0, zstd 1.5.4\".");
}

Judgement python_dependencies(const Case& c) {
  const std::string stated = c.baseline.text("libraries");
  if (stated.empty()) {
    return not_recorded("baseline", "libraries");
  }
  const std::vector<std::string> libraries = libraries_in(stated);
  if (libraries.empty()) {
    return not_libraries("baseline", stated);
  }
  for (const auto& [name, key] : {std::pair{"torch", "pytorch_version"}, {"Python", "python_version"}}) {
    const std::string expected = fmt::format("{} {}", name, c.baseline.text(key));
    if (std::ranges::find(libraries, expected) == libraries.end()) {
      return fail(fmt::format("The baseline lists \"{}\" and records {} = {}.", stated, key, c.baseline.text(key)),
                  "List the versions that were loaded.");
    }
  }
  return pass(fmt::format("The baseline used {}.", stated));
}

Judgement our_dependencies(const Case& c) {
  const std::string stated = c.candidate.text("libraries");
  const std::string os = c.candidate.text("os");
  if (stated.empty() || os.empty()) {
    return not_recorded("candidate", stated.empty() ? "libraries" : "os");
  }
  const std::vector<std::string> libraries = libraries_in(stated);
  if (libraries.empty()) {
    return not_libraries("candidate", stated);
  }
  if (os.find_first_of("0123456789") == std::string::npos) {
    return fail(fmt::format("The candidate ran on \"{}\", which names no release that would pin a version.", os),
                "Record the distribution with its release.");
  }
  return pass(fmt::format("The candidate was built with {} on {}, which pins their versions.", stated, os));
}

Judgement environment_recorded(const Case& c) {
  constexpr std::array ours{"cpu_model",    "cpu_available", "cache_l1d_bytes", "memory_total_bytes", "kernel",    "os",
                            "clock_source", "boot_id",       "load_average_1m", "compiler",           "build_type"};
  for (const char* key : ours) {
    if (c.candidate.set->environment.facts.find(key) == nullptr) {
      return not_recorded("candidate", fmt::format("environment.{}", key));
    }
  }
  for (const char* key : {"cpu", "platform", "boot_id", "load_average_1m"}) {
    if (c.baseline.find(key) == nullptr) {
      return not_recorded("baseline", key);
    }
  }
  return pass(
      fmt::format("The candidate records {} facts of its machine, the baseline its CPU, platform, boot and load.",
                  c.candidate.set->environment.facts.entries().size()));
}

Judgement no_native_flags(const Case& c, std::string_view remedy) {
  const std::string flags = c.candidate.text("compiler_flags");
  if (flags.empty()) {
    return not_recorded("candidate", "compiler_flags");
  }
  const std::string found = special_flag(flags, {"-march=", "-mtune=", "-mavx", "-mfma", "-mcpu="});
  return found.empty() ? pass(fmt::format("The recorded flags ({}) name no processor.", flags))
                       : fail(fmt::format("The candidate was built with {}...", found), std::string{remedy});
}

Judgement portable(const Case& c) {
  return no_native_flags(c, "Build for the architecture, not for this machine's processor.");
}

Judgement consistent_elsewhere(const Case& c) {
  const std::optional<double> here = ratio_of_medians(c);
  if (!c.evidence.elsewhere || !here) {
    return skip("There is no pair of files from another machine.",
                "Measure both sides on another machine too and give its files with --elsewhere RESULT BASELINE.");
  }
  const auto& [cpu, candidate, there] = *c.evidence.elsewhere;
  const std::string cpu_here = c.candidate.text("cpu");
  const std::string evidence = fmt::format("The baseline takes {:.2f} times as long here ({}) and {:.2f} times on {}.",
                                           *here, cpu_here, there, cpu);
  if (cpu == cpu_here) {
    return skip(fmt::format("The other pair was measured on the same CPU, {}.", cpu),
                "Give a pair from a machine of another kind.");
  }
  if (candidate != c.candidate.result->name) {
    return skip(fmt::format("The other pair is of {}, another program than {}.", candidate, c.candidate.result->name),
                "Measure this program on another machine.");
  }
  const double factor = std::max(*here / there, there / *here);
  return factor <= 2 ? pass(evidence) : fail(evidence, "State no ratio as if it held everywhere; find what differs.");
}

Judgement optimisation_stated(const Case& c) {
  const Judgement flags = no_native_flags(c, "Choose instructions at run time and state which, instead of by -march.");
  const std::string kernel = c.candidate.own_text("kernel");
  if (kernel.empty()) {
    return not_recorded("candidate", "kernel");
  }
  const std::string target = c.candidate.own_text("vector_target");
  return all_of(
      {flags, kernel == "vector" && target.empty()
                  ? not_recorded("candidate", "vector_target")
                  : pass(fmt::format("The kernel is stated: {}{}{}.", kernel, target.empty() ? "" : " for ", target))});
}

constexpr Point k_reproducibility_points[] = {
    {71, "A second run within 10 %", second_run},
    {72, "Same seed, same data", same_data},
    {73, "Deterministic output", deterministic},
    {74, "Every command documented", commands},
    {75, "Python dependencies stated", python_dependencies},
    {76, "Our dependencies stated and pinned", our_dependencies},
    {77, "Environment in the JSON", environment_recorded},
    {78, "Portable build", portable},
    {79, "Ratio consistent across machines", consistent_elsewhere},
    {80, "Machine-specific code chosen at run time and stated", optimisation_stated},
};

}  // namespace

std::span<const Point> reproducibility_points() {
  return k_reproducibility_points;
}

}  // namespace moebench::audit
