// One invocation: where it writes, what was asked, and the command that was chosen. Private to cli.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "moebench/cli/app.hpp"
#include "moebench/core/error.hpp"

namespace moebench::cli {

/// A command's exit status, or why it could not be done.
using Outcome = core::Result<int>;

/// What a configuration file holds of one command, as the words of a command line. `name` is its option, "--threads".
struct ConfiguredOption {
  std::vector<std::string> section;  // the command: {"router"}
  std::string name;
  std::vector<std::string> words;  // "--threads", "1,2,4"
  std::vector<std::string> needs;  // the options without which it cannot stand
};

/// Whether text for a terminal has colours.
enum class Colour : std::uint8_t { automatic, always, never };

class Configuration;

/// The words as a shell takes them, with a blank in front of each but the first; quoted where it holds anything but
/// plain characters.
std::string shell_line(const std::vector<std::string>& words);

/// A text for standard error: broken between words to the width of the terminal, where it is one.
std::string for_terminal_of(const Host& host, std::string_view text);

struct Session {
  const Host& host;
  std::vector<std::string> arguments;  // those of the command line, and before them what a file adds to the command
  std::string config_file = {};        // the one that was read; empty for none
  std::shared_ptr<Configuration> configuration = {};  // reads it
  std::vector<ConfiguredOption> configured = {};      // everything in it
  std::function<Outcome()> chosen;                    // set by the command that the arguments name
  bool quiet = false;
  bool print_settings = false;  // instead of doing what was chosen
  Colour colour = Colour::automatic;

  /// "moebench router --threads 10", as a shell takes it.
  std::string command_line() const;

  /// A line on standard error unless --quiet; on a terminal as many as it takes.
  void note(std::string_view text) const;

  /// A line that the next one overwrites; on a terminal only.
  void progress(std::string_view text) const;
};

}  // namespace moebench::cli
