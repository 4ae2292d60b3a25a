#include "measuring.hpp"

#include <algorithm>
#include <chrono>
#include <ostream>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "moebench/harness/clock.hpp"
#include "moebench/harness/environment.hpp"
#include "moebench/harness/hazards.hpp"
#include "moebench/harness/process_runs.hpp"
#include "moebench/io/atomic_file.hpp"
#include "moebench/io/result_file.hpp"
#include "moebench/io/result_json.hpp"
#include "moebench/io/tables_csv.hpp"
#include "moebench/stats/summarize.hpp"

namespace moebench::cli {
namespace {

// Far longer than the largest plan that the options accept; a run that hangs must not hang its parent for ever.
constexpr std::chrono::hours k_run_time_limit{48};

/// The arguments as a shell takes them, each with a blank in front; quoted where it holds anything but plain
/// characters.
std::string shell_words(const std::vector<std::string>& arguments) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./=:,+@%";
  std::string words;
  for (const std::string& argument : arguments) {
    words += ' ';
    if (!argument.empty() && argument.find_first_not_of(plain) == std::string::npos) {
      words += argument;
      continue;
    }
    words += '\'';
    for (const char character : argument) {
      words += character == '\'' ? "'\\''" : std::string(1, character);
    }
    words += '\'';
  }
  return words;
}

/// The last line of a run's standard error, without the program's name in front.
std::string last_words(const harness::FinishedRun& run) {
  std::string_view text = run.errors;
  text.remove_suffix(text.ends_with('\n') ? 1 : 0);
  text.remove_prefix(std::min(text.rfind('\n') + 1, text.size()));
  constexpr std::string_view name = "moebench: ";
  text.remove_prefix(text.starts_with(name) ? name.size() : 0);
  return text.empty() ? "it said nothing on standard error" : std::string{text};
}

core::Result<core::ResultSet> measure_here(const Session& session, const ScenarioOptions& options,
                                           const Scenario& scenario) {
  const EnvironmentWatch watch;
  auto results = scenario();
  if (!results) {
    return std::unexpected(results.error());
  }
  core::ResultSet set;
  set.results = std::move(*results);
  set.environment = watch.finish();
  set.config = base_config(session, options.seed, 1, set.environment);
  return set;
}

core::Result<core::ResultSet> measure_in_processes(const Session& session, const ScenarioOptions& options) {
  const EnvironmentWatch watch;
  core::ResultSet all;
  for (std::size_t run = 0; run < options.runs; ++run) {
    session.progress(fmt::format("run {} of {}", run + 1, options.runs));
    auto measured = fresh_run(session, session.arguments, run);
    if (!measured) {
      return std::unexpected(measured.error());
    }
    if (run == 0) {
      all = std::move(*measured);
    } else if (const auto appended = core::append_run(all, std::move(*measured)); !appended) {
      return std::unexpected(appended.error());
    }
  }
  session.progress("");
  all.source.clear();
  all.environment = watch.finish();
  all.config = base_config(session, options.seed, options.runs, all.environment);
  return all;
}

}  // namespace

EnvironmentWatch::EnvironmentWatch()
    : environment_{harness::collect_environment()}, cpu_time_{harness::read_cpu_time()} {}

core::Environment EnvironmentWatch::finish() const {
  core::Environment environment = environment_;
  if (const auto now = harness::read_cpu_time(); cpu_time_ && now) {
    if (const auto stolen = harness::steal_percent(*cpu_time_, *now)) {
      environment.facts.set("steal_percent", core::Scalar{*stolen});
    }
  }
  harness::SteadyClock clock;
  const harness::ClockCost cost = harness::measure_clock(clock);
  environment.facts.set("clock_resolution_ns", core::Scalar{cost.resolution_ns});
  environment.facts.set("clock_overhead_ns", core::Scalar{cost.overhead_ns});
  environment.hazards = harness::judge(environment.facts);
  return environment;
}

core::Attributes base_config(const Session& session, std::uint64_t seed, std::size_t runs,
                             const core::Environment& environment) {
  core::Attributes config;
  config.set("seed", seed);
  config.set("runs", runs);
  config.set("moebench_version", MOEBENCH_VERSION);
  config.set("platform",
             fmt::format("{} {}", environment.facts.text("os", "Linux"), environment.facts.text("architecture")));
  config.set("cpu", environment.facts.text("cpu_model", "unknown"));
  config.set("timestamp", harness::utc_timestamp());
  config.set("command", "moebench" + shell_words(session.arguments));
  return config;
}

core::Result<core::ResultSet> fresh_run(const Session& session, std::vector<std::string> arguments, std::size_t index) {
  // These options take the last value given, so the run measures once and prints a result file whatever else was asked
  // for.
  const std::vector<std::string> own{"--runs",   "1",    "--run-index", fmt::format("{}", index),
                                     "--format", "json", "--output",    "",
                                     "--save",   "",     "--quiet"};
  arguments.insert(std::ranges::find(arguments, "--"), own.begin(), own.end());
  const auto run = harness::run_to_end(
      {.program = session.host.program, .arguments = std::move(arguments), .time_limit = k_run_time_limit});
  if (!run) {
    return std::unexpected(run.error());
  }
  switch (run->status.value_or(k_bug)) {
    case k_done:
    case k_failed_check: return io::parse_results(run->output, "what a fresh run printed");
    case k_wrong_usage: return core::usage_error("", last_words(*run));
    case k_unusable_input: return core::input_error("", last_words(*run));
    default:
      return std::unexpected(core::Error{.kind = core::ErrorKind::bug,
                                         .subject = "a fresh run of this program",
                                         .message = fmt::format("{}: {}", run->ending, last_words(*run))});
  }
}

core::Result<report::Measured> measure(const Session& session, const ScenarioOptions& options,
                                       const core::Attributes& extra, const Scenario& scenario) {
  if (const auto targets = check_targets(options.output, options.save); !targets) {
    return std::unexpected(targets.error());
  }
  auto set = options.runs > 1 ? measure_in_processes(session, options) : measure_here(session, options, scenario);
  if (!set) {
    return std::unexpected(set.error());
  }
  for (const auto& [key, value] : extra.entries()) {
    set->config.set(key, value);
  }
  return summarized(std::move(*set));
}

report::Measured summarized(core::ResultSet set) {
  report::Measured measured{.set = std::move(set), .summaries = {}};
  for (const core::BenchmarkResult& result : measured.set.results) {
    measured.summaries.push_back(stats::summarize(result));
  }
  return measured;
}

Outcome conclude(const Session& session, const ScenarioOptions& options, const report::Measured& measured,
                 const std::function<std::string(const report::Measured&)>& section) {
  const auto json = [&] { return io::to_json(measured.set, measured.summaries); };
  if (!options.save.empty()) {
    if (const auto saved = io::write_atomically(options.save, json()); !saved) {
      return std::unexpected(saved.error());
    }
  }
  const Format format = options.output.format;
  const std::string text = format == Format::json  ? json()
                           : format == Format::csv ? io::results_csv(measured.set, measured.summaries)
                                                   : section(measured);
  if (const auto delivered = deliver(session, options.output, text); !delivered) {
    return std::unexpected(delivered.error());
  }
  note_hazards(session, measured.set.environment);
  return status_of_checks(session, measured.set);
}

int status_of_checks(const Session& session, const core::ResultSet& set) {
  int status = k_done;
  for (const core::BenchmarkResult& result : set.results) {
    for (const core::Check& check : result.checks) {
      if (!check.ok) {
        session.host.err << fmt::format("moebench: check failed: {}: {}: expected {}, seen {}\n", result.name,
                                        check.name, check.expected, check.actual);
        status = k_failed_check;
      }
    }
  }
  return status;
}

void note_hazards(const Session& session, const core::Environment& environment) {
  for (const core::Hazard& hazard : environment.hazards) {
    session.note(fmt::format("{}: {} {}", core::name(hazard.code), hazard.message, hazard.remedy));
  }
}

}  // namespace moebench::cli
