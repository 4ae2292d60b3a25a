// One invocation: where it writes, what was asked, and the command that was chosen. Private to cli.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "moebench/cli/app.hpp"
#include "moebench/core/error.hpp"

namespace moebench::cli {

/// A command's exit status, or why it could not be done.
using Outcome = core::Result<int>;

/// Whether text for a terminal has colours.
enum class Colour : std::uint8_t { automatic, always, never };

struct Session {
  const Host& host;
  std::vector<std::string> arguments;
  std::function<Outcome()> chosen;  // set by the command that the arguments name
  bool quiet = false;
  Colour colour = Colour::automatic;

  /// "moebench router --threads 10", as a shell takes it.
  std::string command_line() const;

  /// A line on standard error unless --quiet.
  void note(std::string_view text) const;

  /// A line that the next one overwrites; on a terminal only.
  void progress(std::string_view text) const;
};

}  // namespace moebench::cli
