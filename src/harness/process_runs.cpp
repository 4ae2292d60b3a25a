#include "moebench/harness/process_runs.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <span>

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child_process.hpp"
#include "moebench/harness/interrupts.hpp"
#include "system_files.hpp"

namespace moebench::harness {

namespace {

using DeadlineClock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// poll() counts milliseconds in an int, which ends after 24 days.
constexpr milliseconds k_grace{1000};  // past the limit, for what was ready when time was up
constexpr milliseconds k_longest = std::chrono::hours{24 * 24};
constexpr std::size_t k_error_tail_bytes = 4096;
constexpr std::size_t k_error_tail_lines = 10;

enum class Stop { ended, time_limit, output_limit, interrupted };

struct Captured {
  std::string output;
  std::string errors;  // the end of it
  Stop stop = Stop::ended;
};

/// What the pipe holds now, into `buffer`. Empty at its end; a pipe that cannot be read counts as ended.
template <std::size_t size>
std::string_view read_some(int fd, std::array<char, size>& buffer) {
  ssize_t got;
  do {
    got = read(fd, buffer.data(), buffer.size());
  } while (got < 0 && errno == EINTR);
  return {buffer.data(), got > 0 ? static_cast<std::size_t>(got) : 0};
}

void append_tail(std::string& tail, std::string_view text) {
  tail.append(text);
  if (tail.size() > k_error_tail_bytes) {
    tail.erase(0, tail.size() - k_error_tail_bytes);
  }
}

int milliseconds_until(DeadlineClock::time_point deadline) {
  const auto left = std::chrono::ceil<milliseconds>(deadline - DeadlineClock::now());
  return static_cast<int>(std::max(left, milliseconds{0}).count());
}

/// How long to wait for the child: to the deadline, or to the next time that the caller wants to be heard of.
int wait_of(const ProcessRequest& request, int left) {
  constexpr int a_second = 1000;
  return request.each_second ? std::min(left, a_second) : left;
}

/// Reads both pipes until both have ended and the child has exited, or until a limit.
Captured read_to_end(const ChildProcess& child, const ProcessRequest& request) {
  const auto deadline = DeadlineClock::now() + std::clamp(request.time_limit, milliseconds{0}, k_longest);
  Captured captured;
  std::array<char, 65536> buffer;
  std::array watched{pollfd{child.output.get(), POLLIN, 0}, pollfd{child.errors.get(), POLLIN, 0},
                     pollfd{child.exiting.get(), POLLIN, 0}, pollfd{interrupt_event(), POLLIN, 0}};
  auto& [output, errors, exiting, interrupt] = watched;
  while (std::ranges::any_of(std::span{watched}.first<3>(), [](const pollfd& each) { return each.fd >= 0; })) {
    const int left = milliseconds_until(deadline);
    const int ready = poll(watched.data(), watched.size(), wait_of(request, left));
    if (ready > 0 && interrupt.revents != 0) {
      captured.stop = Stop::interrupted;
      break;
    }
    // Looked at once more when time is up: this process may have been stopped while the child came to its end.
    if (left == 0 && (ready <= 0 || DeadlineClock::now() > deadline + k_grace)) {
      captured.stop = Stop::time_limit;
      break;
    }
    if (ready == 0 && request.each_second) {
      request.each_second();
    }
    if (ready <= 0) {
      continue;  // time is up, a second is over, or a signal came
    }
    if (output.revents != 0) {
      const auto text = read_some(output.fd, buffer);
      output.fd = text.empty() ? -1 : output.fd;
      if (text.size() > request.output_limit - captured.output.size()) {
        captured.stop = Stop::output_limit;
        break;
      }
      captured.output.append(text);
    }
    if (errors.revents != 0) {
      const auto text = read_some(errors.fd, buffer);
      errors.fd = text.empty() ? -1 : errors.fd;
      append_tail(captured.errors, text);
    }
    if (exiting.revents != 0) {
      exiting.fd = -1;
    }
  }
  return captured;
}

/// Which limit was passed, as a sentence with its remedy; empty when none was.
std::string limit_fault(Stop stop, const ProcessRequest& request) {
  switch (stop) {
    case Stop::time_limit:
      return "did not end within " + std::to_string(request.time_limit.count()) +
             " ms and was killed. Give it less work or a longer time limit.";
    case Stop::output_limit:
      return "wrote more than " + std::to_string(request.output_limit) +
             " bytes to standard output and was killed. Make it write its result only.";
    case Stop::interrupted: return "was stopped, because this program was interrupted.";
    default: return "";
  }
}

std::string in_words(const Ending& ending) {
  if (ending.code == CLD_EXITED) {
    return "exited with status " + std::to_string(ending.status);
  }
  if (ending.code == 0) {
    return "left no exit status, because another part of this process waited for it";
  }
  const char* name = sigabbrev_np(ending.status);
  return "was ended by signal " + std::to_string(ending.status) +
         (name == nullptr ? "" : " (SIG" + std::string{name} + ")");
}

/// The last lines of the standard error, indented; says so when there is nothing.
std::string error_lines(std::string_view tail) {
  const auto text = trimmed(tail);
  if (text.empty()) {
    return " It wrote nothing to standard error.";
  }
  const auto lines = split(text, '\n');
  std::string shown = " Its standard error ends:";
  for (auto at = lines.size() - std::min(lines.size(), k_error_tail_lines); at < lines.size(); ++at) {
    shown.append("\n  ").append(lines[at]);
  }
  return shown;
}

}  // namespace

core::Result<FinishedRun> run_to_end(const ProcessRequest& request) {
  auto child = start_child(request.program, request.arguments, request.environment);
  if (!child) {
    return std::unexpected(std::move(child).error());
  }
  Captured captured = read_to_end(*child, request);
  const Ending ending = child->end();
  if (const std::string fault = limit_fault(captured.stop, request); !fault.empty()) {
    return core::input_error(request.program, fault + error_lines(captured.errors));
  }
  return FinishedRun{.status = ending.code == CLD_EXITED ? std::optional{ending.status} : std::nullopt,
                     .output = std::move(captured.output),
                     .errors = std::move(captured.errors),
                     .ending = in_words(ending)};
}

core::Result<std::string> capture_run(const ProcessRequest& request) {
  auto run = run_to_end(request);
  if (!run) {
    return std::unexpected(std::move(run).error());
  }
  if (run->status != 0) {
    return core::input_error(request.program, run->ending + ", expected 0. Run the same command by hand to see why." +
                                                  error_lines(run->errors));
  }
  return std::move(run->output);
}

}  // namespace moebench::harness
