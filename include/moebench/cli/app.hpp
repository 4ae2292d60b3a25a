// The whole program as a function: arguments in, text and exit status out. Included by main and by the tests.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace moebench::cli {

/// What the program stands in.
struct Host {
  std::string program;  // the executable that fresh runs start
  std::istream& in;     // what `calc` is asked
  std::ostream& out;    // the result and nothing else
  std::ostream& err;    // progress, notes, warnings, errors
  bool show_progress;   // err is a terminal
};

/// Exit status: see ExitStatus. `arguments` without the program's name. Never throws.
int run_app(const std::vector<std::string>& arguments, const Host& host);

enum ExitStatus : int {
  k_done = 0,
  k_failed_check = 1,  // a check of a scenario failed, a gate found a regression, an audit rejected
  k_wrong_usage = 2,
  k_unusable_input = 3,  // the message names file, place and remedy
  k_inconclusive = 4,    // a gate found no regression and not enough evidence, where --inconclusive is fail
  k_bug = 5,             // ours
};

}  // namespace moebench::cli
