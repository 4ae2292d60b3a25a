#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <ostream>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "commands.hpp"
#include "dry_run.hpp"
#include "gating.hpp"
#include "measuring.hpp"
#include "moebench/gate/calibrate.hpp"
#include "moebench/gate/differences.hpp"
#include "moebench/harness/clock.hpp"
#include "moebench/harness/environment_watch.hpp"
#include "moebench/harness/interrupts.hpp"
#include "moebench/io/atomic_file.hpp"
#include "moebench/io/calibration_json.hpp"
#include "moebench/report/calibration_report.hpp"
#include "progress.hpp"

namespace moebench::cli {
namespace {

struct CalibrateOptions {
  OutputOptions output;
  std::string command;  // empty: this program
  std::vector<std::string> arguments;
  JudgingOptions judging;
  MeasuringOptions measuring;
  std::uint64_t gates = 10;
  std::string save = k_calibration_file;
  bool dry_run = false;
};

std::uint64_t planned_blocks(const CalibrateOptions& options) {
  return options.gates * options.measuring.blocks;
}

/// All blocks, or those that were complete when Ctrl-C came.
core::Result<void> measure_blocks(const Session& session, const CalibrateOptions& options, InterleavedRuns& runs) {
  const harness::InterruptHandler handler{harness::OnInterrupt::remember};
  Progress progress{session};
  runs.each_second(progress.refresh());
  if (const auto tried = runs.rehearse(); !tried && !harness::InterruptHandler::interrupted()) {
    return std::unexpected(tried.error());
  }
  const std::uint64_t planned = planned_blocks(options);
  progress.plan("block", planned);
  while (runs.attempts() < planned && !harness::InterruptHandler::interrupted()) {
    progress.begin("block", fmt::format("block {} of {}", runs.attempts() + 1, planned));
    runs.run_block();
    progress.end();
    if (!runs.failed().empty()) {
      return core::input_error("the calibration", "a process failed: " + runs.failed().front().reason);
    }
  }
  return {};
}

InterleavedRuns::Plan plan_of(const Session& session, const CalibrateOptions& options,
                              const std::vector<std::string>& words, const std::vector<core::GateMetric>& metrics) {
  return {.baseline = words,
          .candidate = words,
          .seed = options.measuring.seed,
          .time_limit = std::chrono::milliseconds{std::llround(options.measuring.time_limit_s * 1000)},
          .metrics = metrics,
          .executable = options.command.empty() ? session.host.program : ""};
}

Outcome tell_plan(const Session& session, const CalibrateOptions& options, const std::vector<std::string>& words) {
  const auto judging = row_options(session, options.judging, {});
  if (!judging) {
    return std::unexpected(judging.error());
  }
  return tell(session, {.processes = interleaved_lines(plan_of(session, options, words, judging->metrics),
                                                       planned_blocks(options)),
                        .files = {options.save, options.output.output}});
}

/// As a user would type it, so that a gate's own can be held against it.
std::string recorded_command(const Session& session, const CalibrateOptions& options,
                             const std::vector<std::string>& words) {
  if (!options.command.empty()) {
    return shell_line(words);
  }
  std::vector<std::string> typed{"moebench"};
  if (!session.config_file.empty()) {
    typed.insert(typed.end(), {"--config", session.config_file});
  }
  typed.insert(typed.end(), options.arguments.begin(), options.arguments.end());
  return shell_line(typed);
}

/// Of the gates that are whole; empty where Ctrl-C came before the first one was.
core::Result<std::optional<core::Calibration>> measured(const Session& session, const CalibrateOptions& options,
                                                        const std::vector<std::string>& words) {
  auto judging = row_options(session, options.judging, {});
  if (!judging) {
    return std::unexpected(std::move(judging).error());
  }
  judging->margins.calibration.reset();  // what was known of the noise before does not count
  const harness::EnvironmentWatch watch;
  InterleavedRuns runs{plan_of(session, options, words, judging->metrics)};
  if (const auto all = measure_blocks(session, options, runs); !all) {
    return std::unexpected(all.error());
  }
  if (runs.blocks() < options.measuring.blocks) {
    return std::nullopt;
  }
  auto calibration = gate::calibrate(runs.candidate(), runs.baseline(), options.measuring.blocks, *judging);
  if (!calibration) {
    return std::unexpected(std::move(calibration).error());
  }
  const core::Environment environment = watch.finish();
  calibration->machine = gate::fingerprint(environment);
  calibration->command = recorded_command(session, options, words);
  calibration->timestamp = harness::utc_timestamp();
  calibration->seconds_per_block = runs.seconds() / static_cast<double>(runs.attempts());
  note_hazards(session, environment);
  return *std::move(calibration);
}

core::Result<std::vector<std::string>> words_of(const Session& session, const CalibrateOptions& options) {
  std::vector<std::string> words;
  if (options.command.empty()) {
    if (options.arguments.empty()) {
      return core::usage_error("ARGS",
                               "none are given: name a scenario with its options behind --, as in `moebench calibrate "
                               "-- infer`, or a command with --command");
    }
    words = {session.host.name};
    const std::vector<std::string> configured = session.config_file.empty()
                                                    ? std::vector<std::string>{"--no-config"}
                                                    : std::vector<std::string>{"--config", session.config_file};
    words.insert(words.end(), configured.begin(), configured.end());
    words.insert(words.end(), options.arguments.begin(), options.arguments.end());
    const std::vector<std::string> own{"--runs", "1", "--format", "json", "--quiet"};  // the last value given counts
    words.insert(std::ranges::find(words, "--"), own.begin(), own.end());
    return words;
  }
  auto split = command_words("command", options.command);
  if (split) {
    split->insert(split->end(), options.arguments.begin(), options.arguments.end());
  }
  return split;
}

Outcome run(const Session& session, const CalibrateOptions& options) {
  if (const auto targets = check_targets(options.output, options.save, options.dry_run); !targets) {
    return std::unexpected(targets.error());
  }
  const auto words = words_of(session, options);
  if (!words) {
    return std::unexpected(words.error());
  }
  if (options.dry_run) {
    return tell_plan(session, options, *words);
  }
  const auto found = measured(session, options, *words);
  if (!found) {
    return std::unexpected(found.error());
  }
  const std::optional<core::Calibration>& calibration = *found;
  if (!calibration) {
    session.host.err
        << "moebench: interrupted before the first gate was complete: nothing is known of the noise, and no "
           "file was written\n";
    return k_interrupted;
  }
  const std::string json = io::to_json(*calibration);
  if (const auto saved = io::write_atomically(options.save, json); !saved) {
    return std::unexpected(saved.error());
  }
  const Format format = options.output.format;
  const std::string text = format == Format::json  ? json
                           : format == Format::csv ? io::calibration_csv(*calibration)
                                                   : report::calibration_report(*calibration);
  if (const auto delivered = deliver(session, options.output, text); !delivered) {
    return std::unexpected(delivered.error());
  }
  if (calibration->gates < options.gates) {
    session.host.err << fmt::format("moebench: interrupted after {} of {} gates; the calibration is from these\n",
                                    calibration->gates, options.gates);
    return k_interrupted;
  }
  return k_done;
}

}  // namespace

void add_calibrate_command(CLI::App& app, Session& session) {
  auto options = std::make_shared<CalibrateOptions>();
  CLI::App* command = app.add_subcommand(
      "calibrate", "A command against itself: the noise of this machine, how often a gate errs, what it can find");
  command->add_option("--command", options->command, "A command that prints a result file; without one this program")
      ->take_last()
      ->type_name("CMD");
  command->add_option("ARGS", options->arguments,
                      "Behind --: the scenario with its options, or the command's arguments");
  command->add_option("--gates", options->gates, "Gates of identical code")
      ->check(whole_numbers(1, 100'000))
      ->take_last()
      ->capture_default_str();
  add_block_options(*command, options->measuring);
  add_judging_options(*command, options->judging);
  add_output_options(*command, options->output, session);
  add_dry_run_flag(*command, options->dry_run);
  command->add_option("--save", options->save, "Where `check`, `ab` and `plan` find it")
      ->take_last()
      ->type_name("FILE")
      ->capture_default_str();
  command->footer("Example: moebench calibrate -- infer");
  command->callback([&session, options] { session.chosen = [&session, options] { return run(session, *options); }; });
}

}  // namespace moebench::cli
