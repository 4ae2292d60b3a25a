// What the commands that gate share: measuring in blocks until a look settles everything, judging, telling, the exit
// status. Private to cli.
#pragma once

#include <string>
#include <vector>

#include "gate_options.hpp"
#include "interleaved_runs.hpp"
#include "session.hpp"

namespace moebench::cli {

/// Two commands that take turns, as a user gives them.
struct CommandPair {
  std::string baseline;
  std::string candidate;
  std::vector<std::string> arguments;  // behind both
};

struct GateRequest {
  CommandPair commands;
  JudgingOptions judging;
  MeasuringOptions measuring;
  GateOutputOptions output;
  bool confirm = false;
  std::string save;      // a folder for both sides' result files; empty for none
  bool dry_run = false;  // tell what would be done, and do nothing
};

/// Measures, judges, confirms, tells: the whole of a gate on two commands. Errors: usage and input; input also, once
/// everything is told, where a process failed and nothing regressed. The options' names are for errors.
Outcome gate_commands(const Session& session, const GateRequest& request, const std::string& baseline_option,
                      const std::string& candidate_option);

/// The files that a gate's report would be written to, with "" among them.
std::vector<std::string> files_written(const GateOutputOptions& options);

/// The report in its format, JUnit, annotations, GitHub's summary; then the exit status.
Outcome tell(const Session& session, const GateOutputOptions& options, const core::GateReport& report);

}  // namespace moebench::cli
