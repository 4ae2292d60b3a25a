// Runs a scenario, here or in fresh processes, and completes what it yields with configuration and environment.
// Private to cli.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "moebench/core/result_set.hpp"
#include "moebench/harness/cpu_time.hpp"
#include "moebench/report/measured.hpp"
#include "options.hpp"
#include "session.hpp"

namespace moebench::cli {

using Scenario = std::function<core::Result<std::vector<core::BenchmarkResult>>()>;

/// Records the machine before a measurement and what happened to it meanwhile.
class EnvironmentWatch {
 public:
  EnvironmentWatch();

  /// The facts from the beginning, the clock's cost, the time stolen until now, and the hazards of all of them.
  core::Environment finish() const;

 private:
  core::Environment environment_;
  std::optional<harness::CpuTime> cpu_time_;
};

/// What every result file's configuration begins with: seed, runs, version, platform, cpu, time and command line.
core::Attributes base_config(const Session& session, std::uint64_t seed, std::size_t runs,
                             const core::Environment& environment);

/// Run number `index` of this program with `arguments` in a fresh process; its standard output read as a result file,
/// also when a check failed in it. What the run refused is refused here in its words; its crash is an error of kind
/// bug.
core::Result<core::ResultSet> fresh_run(const Session& session, std::vector<std::string> arguments, std::size_t index);

/// `options.runs` runs of the command that this session was started with, each in a fresh process; a single run here.
/// `extra` is added to the configuration.
core::Result<report::Measured> measure(const Session& session, const ScenarioOptions& options,
                                       const core::Attributes& extra, const Scenario& scenario);

/// Adds the summaries.
report::Measured summarized(core::ResultSet set);

/// What a scenario command does with what it measured: --save, the output in its format, warnings, and the exit status,
/// which is 1 when a check failed.
Outcome conclude(const Session& session, const ScenarioOptions& options, const report::Measured& measured,
                 const std::function<std::string(const report::Measured&)>& section);

/// The exit status for the checks of `set`, each failed one noted even with --quiet.
int status_of_checks(const Session& session, const core::ResultSet& set);

/// One line for each hazard of the machine.
void note_hazards(const Session& session, const core::Environment& environment);

}  // namespace moebench::cli
