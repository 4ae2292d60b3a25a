#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "commands.hpp"
#include "dry_run.hpp"
#include "fresh_run.hpp"
#include "gating.hpp"
#include "moebench/gate/differences.hpp"
#include "moebench/io/result_file.hpp"

namespace moebench::cli {
namespace {

struct CheckOptions {
  GateRequest request;  // of two commands
  std::string baseline;
  std::string candidate;  // empty: measured now
  std::size_t runs = 0;   // of what is measured now; 0: as many as the baseline has
  std::vector<std::string> allowed;
};

std::size_t runs_in(const core::ResultSet& set) {
  std::size_t most = 1;
  for (const core::BenchmarkResult& result : set.results) {
    most = std::max(most, result.series.runs.size());
  }
  return most;
}

/// The command that the file says it was made by; empty for none.
std::string command_in_file(const core::ResultSet& set) {
  // A file of the suite tells how its part alone is measured.
  return set.config.text("part_command", set.config.text("command"));
}

/// That command as its words, or none.
std::vector<std::vector<std::string>> commands_of(const core::ResultSet& set) {
  auto words = command_words("baseline", command_in_file(set));
  std::vector<std::vector<std::string>> commands;
  if (words) {
    commands.push_back(*std::move(words));
  }
  return commands;
}

/// The arguments of this program that the file says it was made by.
core::Result<std::vector<std::string>> recorded_arguments(const core::ResultSet& baseline) {
  const std::string command = command_in_file(baseline);
  auto words = command_words("baseline", command.empty() ? "none" : command);
  if (!words || words->front() != "moebench" || words->size() < 2 || (*words)[1] == "suite") {
    return core::usage_error(
        "candidate",
        fmt::format("is needed: {} does not tell a command of moebench that could be run now", baseline.source));
  }
  return std::vector<std::string>{words->begin() + 1, words->end()};
}

core::Result<FreshRuns> measure_now(const Session& session, const CheckOptions& options,
                                    const core::ResultSet& baseline) {
  const auto arguments = recorded_arguments(baseline);
  if (!arguments) {
    return std::unexpected(arguments.error());
  }
  const std::size_t runs = options.runs == 0 ? runs_in(baseline) : options.runs;
  session.note(fmt::format("measuring now, {} times: moebench {}", runs, fmt::join(*arguments, " ")));
  auto measured = fresh_runs(session, *arguments, runs);
  if (measured) {
    measured->set.source = "what was measured now";
  }
  return measured;
}

/// The side in question: measured now, or from its file, which was not interrupted.
core::Result<FreshRuns> candidate_of(const Session& session, const CheckOptions& options,
                                     const core::ResultSet& baseline) {
  if (options.candidate.empty()) {
    return measure_now(session, options, baseline);
  }
  auto set = io::read_result_file(options.candidate);
  if (!set) {
    return std::unexpected(std::move(set).error());
  }
  return FreshRuns{.set = *std::move(set), .completed = 1, .planned = 1};
}

Outcome tell_plan(const Session& session, const CheckOptions& options, const core::ResultSet& baseline) {
  DryRun plan{.processes = {}, .files = files_written(options.request.output)};
  if (!options.candidate.empty()) {
    const auto candidate = io::read_result_file(options.candidate);  // so that what cannot be read is told
    return candidate ? tell(session, plan) : std::unexpected(candidate.error());
  }
  const auto arguments = recorded_arguments(baseline);
  if (!arguments) {
    return std::unexpected(arguments.error());
  }
  for (std::size_t run = 0; run < (options.runs == 0 ? runs_in(baseline) : options.runs); ++run) {
    plan.processes.push_back(fresh_line(session, *arguments, run));
  }
  return tell(session, plan);
}

/// What differs and was allowed; an error where something was not.
core::Result<std::vector<std::string>> allowed_differences(const CheckOptions& options,
                                                           const core::ResultSet& candidate,
                                                           const core::ResultSet& baseline,
                                                           std::span<const core::GateRow> rows) {
  std::vector<std::string> allowed;
  std::vector<std::string> refused;
  std::string names;
  for (const gate::FoundChange& change : gate::differences(candidate, baseline, rows)) {
    const std::string name{gate::name(change.change)};
    const bool may = std::ranges::find(options.allowed, name) != options.allowed.end();
    (may ? allowed : refused).push_back(fmt::format("{} ({})", change.what, name));
    if (!may && !names.contains(name)) {
      names += (names.empty() ? "" : ",") + name;
    }
  }
  if (!refused.empty()) {
    return core::input_error(options.baseline,
                             fmt::format("is no baseline for this: {}. Measure a baseline here, interleave both with "
                                         "--baseline-cmd, or allow it with --allow {}",
                                         fmt::join(refused, "; "), names));
  }
  return allowed;
}

Outcome check_files(const Session& session, const CheckOptions& options) {
  const GateOutputOptions& output = options.request.output;
  if (const auto targets = check_targets(output.output, output.junit, options.request.dry_run); !targets) {
    return std::unexpected(targets.error());
  }
  const auto baseline = io::read_result_file(options.baseline);
  if (!baseline) {
    return std::unexpected(baseline.error());
  }
  const auto judging = row_options(session, options.request.judging, commands_of(*baseline));
  if (!judging) {
    return std::unexpected(judging.error());
  }
  if (options.request.dry_run) {
    return tell_plan(session, options, *baseline);
  }
  const auto measured = candidate_of(session, options, *baseline);
  if (!measured) {
    return std::unexpected(measured.error());
  }
  if (measured->completed == 0) {
    return nothing_measured(session);
  }
  const core::ResultSet* const candidate = &measured->set;
  auto rows = gate::judge(*candidate, *baseline, gate::Design::independent, *judging);
  if (!rows) {
    return std::unexpected(std::move(rows).error());
  }
  auto differences = allowed_differences(options, *candidate, *baseline, rows->rows);
  if (!differences) {
    return std::unexpected(std::move(differences).error());
  }
  note_unused(session, *judging, rows->rows);
  if (gate::fingerprint(baseline->environment).entries().empty()) {
    session.note(fmt::format("{} does not tell its machine; whether it was this one is not checked", options.baseline));
  }
  return tell(session, output,
              {.candidate = options.candidate.empty() ? candidate->source : options.candidate,
               .baseline = options.baseline,
               .interleaved = false,
               .alpha = judging->alpha,
               .level = 1 - judging->alpha,
               .adjustment = judging->adjustment,
               .rows = std::move(rows->rows),
               .without_partner = std::move(rows->without_partner),
               .differences = *std::move(differences),
               .interrupted = measured->interrupted()});
}

Outcome run(const Session& session, const CheckOptions& options) {
  const CommandPair& commands = options.request.commands;
  if (commands.baseline.empty() && options.baseline.empty()) {
    return core::usage_error("baseline", "is needed: a result file, or a command with --baseline-cmd");
  }
  if (commands.baseline.empty() && options.request.confirm) {
    return core::usage_error("confirm", "measures again, which takes --baseline-cmd and --candidate-cmd");
  }
  if (commands.baseline.empty() && !options.request.save.empty()) {
    return core::usage_error("save", "keeps what two commands print, which takes --baseline-cmd and --candidate-cmd");
  }
  if (commands.baseline.empty() && !commands.arguments.empty()) {
    return core::usage_error("candidate",
                             fmt::format("names the file in question: write --candidate {}, or --baseline-cmd and "
                                         "--candidate-cmd for arguments behind --",
                                         commands.arguments.front()));
  }
  return commands.baseline.empty() ? check_files(session, options)
                                   : gate_commands(session, options.request, "baseline-cmd", "candidate-cmd");
}

}  // namespace

void add_check_command(CLI::App& app, Session& session) {
  auto options = std::make_shared<CheckOptions>();
  GateRequest& request = options->request;
  CLI::App* command = app.add_subcommand("check", "A gate for CI: fails where a result got slower than its baseline");
  auto* baseline = command
                       ->add_option("--baseline", options->baseline,
                                    "The result file that is held against; without it --baseline-cmd")
                       ->take_last()
                       ->type_name("FILE");
  command
      ->add_option("--candidate", options->candidate,
                   "The result file in question; without one the command that the baseline records is run now")
      ->take_last()
      ->type_name("FILE")
      ->needs(baseline);
  command->add_option("--runs", options->runs, "Fresh processes of what is run now; 0: as many as the baseline has")
      ->check(whole_numbers(0, k_most_rounds))
      ->take_last()
      ->capture_default_str();
  command
      ->add_option("--allow", options->allowed,
                   "Compare although this differs: machine, compiler, configuration, several with commas")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::IsMember({"machine", "compiler", "configuration"}))
      ->type_name("NAME,...");
  auto* baseline_command = command
                               ->add_option("--baseline-cmd", request.commands.baseline,
                                            "Two commands in turns, as ab; without it --baseline")
                               ->take_last()
                               ->type_name("CMD")
                               ->excludes(baseline);
  command->add_option("--candidate-cmd", request.commands.candidate, "The command in question")
      ->take_last()
      ->type_name("CMD")
      ->needs(baseline_command);
  command->add_option("ARGS", request.commands.arguments, "Behind --: arguments for both commands");
  add_block_options(*command, request.measuring);
  add_stopping_options(*command, request.measuring);
  add_judging_options(*command, request.judging);
  add_gate_output_options(*command, request.output, session);
  add_dry_run_flag(*command, request.dry_run);
  command->add_flag("--confirm", request.confirm, "Measure again what regressed; only what does so twice counts");
  command->add_option("--save", request.save, "A folder for what two commands printed, with all samples")
      ->take_last()
      ->type_name("FOLDER");
  command->footer(
      "Exit status: 0 no regression; 1 regressed; 4 with --inconclusive fail; 2 and 3 as everywhere; 130 interrupted.\n"
      "Example: moebench check --baseline main.json --candidate pull_request.json --margin 3%\n"
      "Example: moebench check --baseline-cmd old/moebench --candidate-cmd new/moebench -- router --runs 1 --format "
      "json");
  command->callback([&session, options] { session.chosen = [&session, options] { return run(session, *options); }; });
}

}  // namespace moebench::cli
