// Running other programs in tests.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "moebench/harness/process_runs.hpp"

namespace cli_test {

struct Ended {
  int status;
  std::string out;
  std::string err;
};

inline Ended run_program(const std::string& program, const std::vector<std::string>& arguments) {
  const auto run = moebench::harness::run_to_end(
      {.program = program, .arguments = arguments, .time_limit = std::chrono::minutes{2}});
  REQUIRE_MESSAGE(run.has_value(), program);
  return {run->status.value_or(-1), run->output, run->errors};
}

/// Says so where it is not: what needs it is not checked then.
inline bool is_installed(const std::string& program) {
  const bool found = run_program("sh", {"-c", "command -v \"$0\" >/dev/null", program}).status == 0;
  if (!found) {
    MESSAGE(program, " is not installed: what needs it is not checked");
  }
  return found;
}

}  // namespace cli_test
