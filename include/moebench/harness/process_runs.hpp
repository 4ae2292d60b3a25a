// One run of a program in a fresh process: what it wrote to standard output, or how it failed. Knows nothing of what
// the output means, nor of how many runs there are. Linux only. Included by cli.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "moebench/core/error.hpp"

namespace moebench::harness {

/// What to run, and its limits.
struct ProcessRequest {
  std::string program;                                 // a path, or a name to look up in PATH
  std::vector<std::string> arguments;                  // without the program's name
  std::chrono::milliseconds time_limit;                // for the whole run; more than 24 days count as 24 days
  std::size_t output_limit = std::size_t{1024} << 20;  // bytes of standard output
  std::vector<std::string> environment = {};           // "NAME=value" beside those of this process
  std::function<void()> each_second = {};              // called about once in each second of silence; may be empty
};

/// A program that came to its own end, well or not.
struct FinishedRun {
  std::optional<int> status;  // its exit status; empty when a signal ended it
  std::string output;         // all of its standard output
  std::string errors;         // the last few KiB of its standard error
  std::string ending;         // in words: "exited with status 3", "was ended by signal 11 (SIGSEGV)"
};

/// Runs the program to its end, with /dev/null as standard input and no other descriptor of this process. Blocks
/// meanwhile; any number of threads may call it at once.
///
/// The program leads a process group of its own, which does not outlive the call: at the end, or at a limit, what is
/// left of it is killed and the program is reaped. A process that left the group but keeps an output open is waited for
/// up to the time limit. The program dies with the thread that called (PR_SET_PDEATHSIG), so it goes when Ctrl-C ends
/// us. Ctrl-C does not reach it otherwise; where an InterruptHandler remembers it, what is left of the group is killed.
///
/// Errors, all of kind input with the program as subject: it cannot be started; it passed a limit; an InterruptHandler
/// was asked to stop. The message says which, and gives the last lines of its standard error.
core::Result<FinishedRun> run_to_end(const ProcessRequest& request);

/// What run_to_end() gives from the standard output of a program that exited with 0. Any other end is an error, too.
core::Result<std::string> capture_run(const ProcessRequest& request);

}  // namespace moebench::harness
