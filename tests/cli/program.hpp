// Runs the whole program as a function and keeps what it printed. Fresh runs start the built program.
#pragma once

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

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace cli_test
