// One run of this program in a fresh process, through its own command line. Private to cli.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "moebench/core/result_set.hpp"
#include "session.hpp"

namespace moebench::cli {

/// Run number `index` of this program with `arguments` in a fresh process; its standard output read as a result file,
/// also when a check failed in it. What the run refused is refused here in its words; its crash is an error of kind
/// bug. `each_second` is called about once in each second that the run takes; it may be empty.
core::Result<core::ResultSet> fresh_run(const Session& session, std::vector<std::string> arguments, std::size_t index,
                                        const std::function<void()>& each_second = {});

/// What that process is started with: `arguments` with own ones in front of any --.
std::vector<std::string> fresh_arguments(std::vector<std::string> arguments, std::size_t index);

/// What several runs gave. Interrupted where fewer were completed than planned: each result then has the warning.
struct FreshRuns {
  core::ResultSet set;
  std::size_t completed = 0;  // 0 only where interrupted; then nothing is in the set
  std::size_t planned = 0;

  bool interrupted() const { return completed < planned; }
};

/// Those of `runs` fresh processes, one behind the other, with progress. runs >= 1. Ctrl-C stops the run that is being
/// made and keeps those that were completed.
core::Result<FreshRuns> fresh_runs(const Session& session, const std::vector<std::string>& arguments, std::size_t runs);

/// Adds to every result that only `completed` of its `planned` runs were measured.
void warn_of_interruption(core::ResultSet& set, std::size_t completed, std::size_t planned);

/// Tells that nothing was measured when the interruption came; the exit status for that.
int nothing_measured(const Session& session);

}  // namespace moebench::cli
