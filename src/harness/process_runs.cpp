#include "moebench/harness/process_runs.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child_process.hpp"
#include "system_files.hpp"

namespace moebench::harness {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// poll() counts milliseconds in an int, which ends after 24 days.
constexpr milliseconds k_longest = std::chrono::hours{24 * 24};
constexpr std::size_t k_error_tail_bytes = 4096;
constexpr std::size_t k_error_tail_lines = 10;

enum class Stop { ended, time_limit, output_limit };

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

int milliseconds_until(Clock::time_point deadline) {
  const auto left = std::chrono::ceil<milliseconds>(deadline - Clock::now());
  return static_cast<int>(std::max(left, milliseconds{0}).count());
}

/// Reads both pipes until both have ended and the child has exited, or until a limit.
Captured read_to_end(const ChildProcess& child, const ProcessRequest& request) {
  const auto deadline = Clock::now() + std::clamp(request.time_limit, milliseconds{0}, k_longest);
  Captured captured;
  std::array<char, 65536> buffer;
  std::array watched{pollfd{child.output.get(), POLLIN, 0}, pollfd{child.errors.get(), POLLIN, 0},
                     pollfd{child.exiting.get(), POLLIN, 0}};
  auto& [output, errors, exiting] = watched;
  while (std::ranges::any_of(watched, [](const pollfd& each) { return each.fd >= 0; })) {
    const int left = milliseconds_until(deadline);
    if (left == 0) {
      captured.stop = Stop::time_limit;
      break;
    }
    if (poll(watched.data(), watched.size(), left) <= 0) {
      continue;  // time is up, or a signal came
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

/// What is wrong with this end, as a sentence with its remedy; empty when nothing is.
std::string fault(Stop stop, const Ending& ending, const ProcessRequest& request) {
  const std::string by_hand = " Run the same command by hand to see why.";
  if (stop == Stop::time_limit) {
    return "did not end within " + std::to_string(request.time_limit.count()) +
           " ms and was killed. Give it less work or a longer time limit.";
  }
  if (stop == Stop::output_limit) {
    return "wrote more than " + std::to_string(request.output_limit) +
           " bytes to standard output and was killed. Make it write its result only.";
  }
  if (ending.code == CLD_EXITED) {
    return ending.status == 0 ? "" : "exited with status " + std::to_string(ending.status) + ", expected 0." + by_hand;
  }
  if (ending.code == 0) {
    return "left no exit status: another part of this process waited for it. Run the command by hand instead.";
  }
  const char* name = sigabbrev_np(ending.status);
  return "was ended by signal " + std::to_string(ending.status) +
         (name == nullptr ? "" : " (SIG" + std::string{name} + ")") + ", expected exit status 0." + by_hand;
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

core::Result<std::string> capture_run(const ProcessRequest& request) {
  auto child = start_child(request.program, request.arguments);
  if (!child) {
    return std::unexpected(std::move(child).error());
  }
  Captured captured = read_to_end(*child, request);
  const std::string wrong = fault(captured.stop, child->end(), request);
  if (!wrong.empty()) {
    return core::input_error(request.program, wrong + error_lines(captured.errors));
  }
  return std::move(captured.output);
}

}  // namespace moebench::harness
