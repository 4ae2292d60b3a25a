#include "measuring.hpp"

#include <ostream>
#include <utility>

#include <fmt/format.h>

#include "commit.hpp"
#include "dry_run.hpp"
#include "fresh_run.hpp"
#include "moebench/harness/clock.hpp"
#include "moebench/harness/environment_watch.hpp"
#include "moebench/io/atomic_file.hpp"
#include "moebench/io/result_json.hpp"
#include "moebench/io/tables_csv.hpp"
#include "moebench/stats/analyse.hpp"

namespace moebench::cli {
namespace {

core::Result<core::ResultSet> measure_here(const Session& session, const ScenarioOptions& options,
                                           const Scenario& scenario) {
  const harness::EnvironmentWatch watch;
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
  const harness::EnvironmentWatch watch;
  auto measured = fresh_runs(session, session.arguments, options.runs);
  if (!measured) {
    return measured;
  }
  core::ResultSet all = *std::move(measured);
  all.source.clear();
  all.environment = watch.finish();
  all.config = base_config(session, options.seed, options.runs, all.environment);
  return all;
}

core::Result<report::Measured> measure(const Session& session, const ScenarioOptions& options,
                                       const core::Attributes& extra, const Scenario& scenario) {
  if (const auto compatible = check_export(options.exported, options.output); !compatible) {
    return std::unexpected(compatible.error());
  }
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
  return analysed(std::move(*set));
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
    return section(measured);
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
  return config;
}

Outcome run_scenario(const Session& session, const ScenarioOptions& options, const core::Attributes& extra,
                     const Scenario& scenario, Section section) {
  if (options.dry_run) {
    return tell_dry_run(session, options);
  }
  const auto measured = measure(session, options, extra, scenario);
  if (!measured) {
    return std::unexpected(measured.error());
  }
  return conclude(session, options, *measured, section);
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
    session.note(fmt::format("{}: {} {}", core::name(hazard.code), hazard.message, hazard.remedy));
  }
}

}  // namespace moebench::cli
