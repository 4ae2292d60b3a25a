// One invocation: where it writes, what was asked, and the command that was chosen. Private to cli.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "moebench/cli/app.hpp"
#include "moebench/core/error.hpp"

namespace moebench::cli {

/// A command's exit status, or why it could not be done.
using Outcome = core::Result<int>;

/// The words as a shell takes them, with a blank in front of each but the first; quoted where it holds anything but
/// plain characters.
std::string shell_line(const std::vector<std::string>& words);

struct Session {
  const Host& host;
  std::vector<std::string> arguments;
  std::function<Outcome()> chosen;  // set by the command that the arguments name
  bool quiet = false;

  /// "moebench router --threads 10", as a shell takes it.
  std::string command_line() const;

  /// A line on standard error unless --quiet.
  void note(std::string_view text) const;

  /// A line that the next one overwrites; on a terminal only.
  void progress(std::string_view text) const;
};

}  // namespace moebench::cli
