// Runs the whole program as a function and keeps what it printed. Fresh runs start the built program.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "moebench/cli/app.hpp"
#include "temporary_folder.hpp"

namespace cli_test {

struct Printed {
  int status;
  std::string out;
  std::string err;
};

/// `program` is what fresh runs start.
inline Printed run(const std::vector<std::string>& arguments, const std::string& program = MOEBENCH_PROGRAM,
                   const std::string& input = "") {
  std::istringstream in{input};
  std::ostringstream out;
  std::ostringstream err;
  const int status =
      moebench::cli::run_app(arguments, {.program = program, .in = in, .out = out, .err = err, .show_progress = false});
  return {status, out.str(), err.str()};
}

/// What a terminal, or two of them, would show.
struct TerminalSetting {
  std::optional<moebench::cli::Terminal> out = {};
  bool show_progress = false;
  std::size_t progress_width = 80;
  std::function<std::chrono::nanoseconds()> now = {};
};

inline Printed run_in_terminal(const std::vector<std::string>& arguments, const TerminalSetting& terminal,
                               const std::string& program = MOEBENCH_PROGRAM, const std::string& input = "") {
  std::istringstream in{input};
  std::ostringstream out;
  std::ostringstream err;
  const int status = moebench::cli::run_app(arguments, {.program = program,
                                                        .in = in,
                                                        .out = out,
                                                        .err = err,
                                                        .show_progress = terminal.show_progress,
                                                        .progress_width = terminal.progress_width,
                                                        .terminal = terminal.out,
                                                        .now = terminal.now});
  return {status, out.str(), err.str()};
}

/// A program that runs this shell script.
inline std::string script_program(const test::TemporaryFolder& folder, const std::string& script) {
  const std::string path = test::set_content(folder / "program", "#!/bin/sh\n" + script + "\n");
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  return path;
}

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace cli_test
