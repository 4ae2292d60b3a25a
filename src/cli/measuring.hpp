// Runs a scenario, here or in fresh processes, and completes what it yields with configuration and environment.
// Private to cli.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "moebench/core/result_set.hpp"
#include "moebench/report/measured.hpp"
#include "options.hpp"
#include "session.hpp"

namespace moebench::cli {

using Scenario = std::function<core::Result<std::vector<core::BenchmarkResult>>()>;

/// What every result file's configuration begins with: seed, runs, version, platform, cpu, time and command line.
core::Attributes base_config(const Session& session, std::uint64_t seed, std::size_t runs,
                             const core::Environment& environment);

/// A section of a report: what a command prints as Markdown.
using Section = std::string (*)(const report::Measured&);

/// All that a scenario command does: `options.runs` runs of the command that this session was started with, each in a
/// fresh process, or a single one here; --save; the output in its format; hazards; the exit status, which is 1 when a
/// check failed. `extra` is added to the configuration.
Outcome run_scenario(const Session& session, const ScenarioOptions& options, const core::Attributes& extra,
                     const Scenario& scenario, Section section);

/// Adds the analysis.
report::Measured analysed(core::ResultSet set);

/// The exit status for the checks of `set`, each failed one noted even with --quiet.
int status_of_checks(const Session& session, const core::ResultSet& set);

/// One line for each hazard of the machine, and where more is told.
void note_hazards(const Session& session, const core::Environment& environment);

}  // namespace moebench::cli
