#include "dry_run.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "fresh_run.hpp"

namespace moebench::cli {
namespace {

constexpr std::size_t k_most_lines = 1000;  // of processes: more than anybody reads

std::vector<std::string> program_and(const Session& session, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), session.host.name);
  return arguments;
}

}  // namespace

Outcome tell(const Session& session, const DryRun& plan) {
  std::string text = "Dry run: nothing is measured and nothing is written.\n\nWhat would be run:\n";
  for (std::size_t i = 0; i < std::min(plan.processes.size(), k_most_lines); ++i) {
    text += fmt::format("  {}\n", plan.processes[i]);
  }
  if (plan.processes.empty()) {
    text += "  nothing\n";
  } else if (plan.processes.size() > k_most_lines) {
    text += fmt::format("  ... and {} more lines\n", plan.processes.size() - k_most_lines);
  }
  std::string files;
  for (const std::string& file : plan.files) {
    std::error_code ignored;
    const bool is_there = std::filesystem::exists(file, ignored);
    files += file.empty() ? "" : fmt::format("  {}{}\n", file, is_there ? " (replaces what is there)" : "");
  }
  text += "\nWhat would be written:\n" + (files.empty() ? "  nothing but standard output\n" : files);
  const auto delivered = deliver(session, {.rendering = Rendering::plain}, text);
  return delivered ? Outcome{k_done} : std::unexpected(delivered.error());
}

std::string fresh_line(const Session& session, const std::vector<std::string>& arguments, std::size_t index) {
  return shell_line(program_and(session, fresh_arguments(arguments, index)));
}

std::vector<std::string> without_dry_run(std::vector<std::string> arguments) {
  const auto end = std::ranges::find(arguments, "--");
  arguments.erase(std::remove(arguments.begin(), end, "--dry-run"), end);
  return arguments;
}

std::vector<std::string> interleaved_lines(const InterleavedRuns::Plan& plan, std::size_t blocks) {
  std::vector<std::string> lines{"baseline:  " + shell_line(plan.baseline), "candidate: " + shell_line(plan.candidate)};
  Draws draws{plan.seed};
  const auto process = [&draws](bool baseline) {
    return fmt::format("{} (environment longer by {} bytes)", baseline ? "baseline" : "candidate", draws.padding());
  };
  const auto line = [&](std::string_view name, bool baseline_first) {
    const std::string first = process(baseline_first);
    lines.push_back(fmt::format("{}: {}, {}", name, first, process(!baseline_first)));
  };
  line("not counted", true);
  for (std::size_t block = 1; block <= blocks; ++block) {
    const bool baseline_first = draws.baseline_first();
    line(fmt::format("block {}", block), baseline_first);
  }
  return lines;
}

Outcome tell_dry_run(const Session& session, const ScenarioOptions& options) {
  if (const auto compatible = check_export(options.exported, options.output); !compatible) {
    return std::unexpected(compatible.error());
  }
  if (const auto targets = check_targets(options.output, options.save, true); !targets) {
    return std::unexpected(targets.error());
  }
  const std::vector<std::string> arguments = without_dry_run(session.arguments);
  DryRun plan{.processes = {}, .files = {options.save, options.output.output}};
  if (options.runs == 1) {
    plan.processes.push_back(shell_line(program_and(session, arguments)) + " (this process)");
  } else {
    for (std::size_t run = 0; run < options.runs; ++run) {
      plan.processes.push_back(fresh_line(session, arguments, run));
    }
  }
  return tell(session, plan);
}

}  // namespace moebench::cli
