// One run of this program in a fresh process, through its own command line. Private to cli.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "moebench/core/result_set.hpp"
#include "session.hpp"

namespace moebench::cli {

/// Run number `index` of this program with `arguments` in a fresh process; its standard output read as a result file,
/// also when a check failed in it. What the run refused is refused here in its words; its crash is an error of kind
/// bug.
core::Result<core::ResultSet> fresh_run(const Session& session, std::vector<std::string> arguments, std::size_t index);

/// What that process is started with: `arguments` with own ones in front of any --.
std::vector<std::string> fresh_arguments(std::vector<std::string> arguments, std::size_t index);

/// Those of `runs` fresh processes, one behind the other, with progress. runs >= 1.
core::Result<core::ResultSet> fresh_runs(const Session& session, const std::vector<std::string>& arguments,
                                         std::size_t runs);

}  // namespace moebench::cli
