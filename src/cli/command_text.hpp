// What a command tells of itself, read from CLI11's tree: the one source of help, manual pages and completions. Private
// to cli.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

#include "moebench/core/error.hpp"

namespace moebench::cli {

struct OptionText {
  std::vector<std::string> names;    // "-h" and "--help"; of an argument "MODEL"
  std::string value;                 // what it takes: "N", "FILE"; empty for a flag
  std::vector<std::string> choices;  // empty where the values are not listed
  std::string limits;                // "0.1 to 1000"; empty for none, and where choices say it
  std::string description;
  std::string preset;  // the default; empty for none
  std::vector<std::string> needs;
  std::vector<std::string> excludes;
  bool required = false;
  bool is_list = false;  // several values with commas between them
  bool repeats = false;  // takes any number of values, or may be given again

  /// Whether the values are names of files, or of folders.
  bool takes_file() const { return value.find("FILE") != std::string::npos; }
  bool takes_folder() const { return value.find("FOLDER") != std::string::npos; }
};

struct CommandText {
  std::vector<std::string> path;  // "moebench", "model", "train"
  std::string summary;
  std::vector<OptionText> arguments;
  std::vector<OptionText> options;
  std::vector<CommandText> commands;
  std::vector<std::string> notes;     // lines of the footer that are none of the following; indented ones are a table
  std::vector<std::string> examples;  // command lines
  std::string exit_status;            // what its footer says of that

  /// The words of the path with `between` in between: "moebench model train".
  std::string name(std::string_view between = " ") const;
};

/// The command with all under it, without what is hidden. The footer's lines begin with "Example: ", "Exit status", or
/// are notes.
CommandText command_text(const CLI::App& command);

/// The command under `program` that these words name, or the program itself for none. Usage error, with the likely
/// meaning: there is no such command.
core::Result<const CommandText*> command_named(const CommandText& program, const std::vector<std::string>& words);

/// All that a description of an option should say behind its own words: "(0.1 to 1000; default: 5; needs --data)".
/// Empty for nothing.
std::string qualities(const OptionText& option);

}  // namespace moebench::cli
