#include "measuring.hpp"

#include <ostream>
#include <utility>

#include <fmt/format.h>

#include "commit.hpp"
#include "dry_run.hpp"
#include "fresh_run.hpp"
#include "hazard_note.hpp"
#include "moebench/harness/clock.hpp"
#include "moebench/harness/environment_watch.hpp"
#include "moebench/harness/interrupts.hpp"
#include "moebench/io/atomic_file.hpp"
#include "moebench/io/result_json.hpp"
#include "moebench/io/tables_csv.hpp"
#include "moebench/report/references.hpp"
#include "moebench/report/sections.hpp"
#include "moebench/report/sparkline.hpp"
#include "moebench/stats/analyse.hpp"

namespace moebench::cli {
namespace {

core::Result<core::ResultSet> measure_here(const Session& session, const ScenarioOptions& options,
                                           const Scenario& scenario) {
  const harness::EnvironmentWatch watch;
  auto results = [&scenario] {
    // A scenario has no place to stop at that would leave a sound measurement: Ctrl-C ends it, and says so.
    const harness::InterruptHandler handler{harness::OnInterrupt::end};
    return scenario();
  }();
  if (!results) {
    return std::unexpected(results.error());
  }
  core::ResultSet set;
  set.results = std::move(*results);
  set.environment = watch.finish();
  set.config = base_config(session, options.seed, 1, set.environment);
  return set;
}

/// Interrupted, the set is as if `--runs` had been what was completed.
core::Result<FreshRuns> measure_in_processes(const Session& session, const ScenarioOptions& options) {
  const harness::EnvironmentWatch watch;
  auto measured = fresh_runs(session, session.arguments, options.runs);
  if (!measured) {
    return measured;
  }
  core::ResultSet& all = measured->set;
  all.source.clear();
  all.environment = watch.finish();
  all.config = base_config(session, options.seed, measured->completed, all.environment);
  if (measured->interrupted()) {
    all.config.set("runs_planned", measured->planned);
  }
  return measured;
}

core::Result<FreshRuns> measure_runs(const Session& session, const ScenarioOptions& options, const Scenario& scenario) {
  if (options.runs > 1) {
    return measure_in_processes(session, options);
  }
  auto set = measure_here(session, options, scenario);
  if (!set) {
    return std::unexpected(set.error());
  }
  return FreshRuns{.set = *std::move(set), .completed = 1, .planned = 1};
}

core::Result<FreshRuns> measure(const Session& session, const ScenarioOptions& options, const core::Attributes& extra,
                                const Scenario& scenario) {
  if (const auto compatible = check_export(options.exported, options.output); !compatible) {
    return std::unexpected(compatible.error());
  }
  if (const auto targets = check_targets(options.output, options.save); !targets) {
    return std::unexpected(targets.error());
  }
  auto measured = measure_runs(session, options, scenario);
  if (measured) {
    for (const auto& [key, value] : extra.entries()) {
      measured->set.config.set(key, value);
    }
  }
  return measured;
}

Outcome conclude(const Session& session, const ScenarioOptions& options, const report::Measured& measured,
                 Section section) {
  const auto json = [&] { return io::to_json(measured.set, measured.analysis); };
  if (!options.save.empty()) {
    if (const auto saved = io::write_atomically(options.save, json()); !saved) {
      return std::unexpected(saved.error());
    }
  }
  const auto text = [&] {
    switch (options.output.format) {
      case Format::json: return json();
      case Format::csv: return io::results_csv(measured.set, measured.analysis.summaries);
      case Format::markdown: break;
    }
    return report::with_references(
        report::interruption_note(measured.set.config) + section(measured) +
        (for_terminal(session, options.output) ? report::samples_over_time(measured.set) : ""));
  };
  const auto delivered = options.exported ? deliver_export(session, options.output, *options.exported, measured.set)
                                          : deliver(session, options.output, text());
  if (!delivered) {
    return std::unexpected(delivered.error());
  }
  note_hazards(session, measured.set.environment);
  return status_of_checks(session, measured.set);
}

}  // namespace

core::Attributes base_config(const Session& session, std::uint64_t seed, std::size_t runs,
                             const core::Environment& environment) {
  core::Attributes config;
  config.set("seed", seed);
  config.set("runs", runs);
  config.set("moebench_version", MOEBENCH_VERSION);
  config.set("moebench_commit", commit());
  config.set("platform",
             fmt::format("{} {}", environment.facts.text("os", "Linux"), environment.facts.text("architecture")));
  config.set("cpu", environment.facts.text("cpu_model", "unknown"));
  config.set("timestamp", harness::utc_timestamp());
  config.set("command", session.command_line());
  if (!session.config_file.empty()) {
    config.set("config_file", session.config_file);
  }
  return config;
}

Outcome run_scenario(const Session& session, const ScenarioOptions& options, const core::Attributes& extra,
                     const Scenario& scenario, Section section) {
  if (options.dry_run) {
    return tell_dry_run(session, options);
  }
  auto runs = measure(session, options, extra, scenario);
  if (!runs) {
    return std::unexpected(runs.error());
  }
  if (runs->completed == 0) {
    return nothing_measured(session);
  }
  const auto status = conclude(session, options, analysed(std::move(runs->set)), section);
  if (!status || !runs->interrupted()) {
    return status;
  }
  session.host.err << fmt::format("moebench: interrupted after {} of {} runs; these are reported{}\n", runs->completed,
                                  runs->planned, options.save.empty() ? "" : " and saved");
  return k_interrupted;
}

report::Measured analysed(core::ResultSet set) {
  core::Analysis analysis = stats::analyse(set);
  return {.set = std::move(set), .analysis = std::move(analysis)};
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
    session.note(hazard_note(hazard));
  }
  if (!environment.hazards.empty()) {
    session.note("what was seen of these: in the report and the result file; how it is now: moebench env");
  }
}

}  // namespace moebench::cli
