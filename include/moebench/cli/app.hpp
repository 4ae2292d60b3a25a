// The whole program as a function: arguments in, text and exit status out. Included by main and by the tests.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace moebench::cli {

/// Where text is read as it comes, rather than kept.
struct Terminal {
  std::size_t width = 80;  // columns of a report
  bool colour = false;     // understands colours, and they are wanted
};

/// What the program stands in.
struct Host {
  std::string program;                                 // the executable that fresh runs start
  std::istream& in;                                    // what `calc` is asked
  std::ostream& out;                                   // the result and nothing else
  std::ostream& err;                                   // progress, notes, warnings, errors
  bool show_progress;                                  // err is a terminal on which a line can be written over
  std::size_t progress_width = 80;                     // its columns
  std::optional<Terminal> terminal = {};               // what `out` is; empty where that is no terminal
  std::function<std::chrono::nanoseconds()> now = {};  // for progress; empty: the machine's monotonic clock
  std::string name = "moebench";                       // the program as its user typed it: what people are shown
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
  k_interrupted = 130,   // by Ctrl-C (SIGINT) or SIGTERM; what was complete by then is reported and saved
};

}  // namespace moebench::cli
