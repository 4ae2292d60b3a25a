// What a measuring command would do, told instead of done. Private to cli.
#pragma once

#include <string>
#include <vector>

#include "interleaved_runs.hpp"
#include "options.hpp"
#include "session.hpp"

namespace moebench::cli {

struct DryRun {
  std::vector<std::string> processes;  // what would be started, line by line, in the order in which it would be
  std::vector<std::string> files;      // that would be written; those that are "" are left out
};

/// Prints it to standard output.
Outcome tell(const Session& session, const DryRun& plan);

/// "moebench router --threads 10 --runs 1 ...": a fresh process of this program, as a shell takes it.
std::string fresh_line(const Session& session, const std::vector<std::string>& arguments, std::size_t index);

/// The words without --dry-run in front of any --.
std::vector<std::string> without_dry_run(std::vector<std::string> arguments);

/// The lines of what interleaved processes would be: the two commands, those that do not count, `blocks` blocks.
std::vector<std::string> interleaved_lines(const InterleavedRuns::Plan& plan, std::size_t blocks);

/// That of a scenario command, once its targets are looked at.
Outcome tell_dry_run(const Session& session, const ScenarioOptions& options);

}  // namespace moebench::cli
