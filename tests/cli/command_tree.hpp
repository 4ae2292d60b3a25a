// The program's tree of commands, before and after parsing, without running anything.
#pragma once

#include <functional>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "command_text.hpp"
#include "moebench/cli/app.hpp"
#include "program_tree.hpp"

namespace cli_test {

struct Program {
  explicit Program(std::vector<std::string> arguments = {})
      : session{.host = host, .arguments = std::move(arguments), .chosen = {}},
        app{moebench::cli::make_program(session)} {}

  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  moebench::cli::Host host{.program = "/no/such/program", .in = in, .out = out, .err = err, .show_progress = false};
  moebench::cli::Session session;
  std::unique_ptr<CLI::App> app;
};

/// The program's own text first, then that of each command, those that hold others before them.
inline void for_every_command(const std::function<void(const moebench::cli::CommandText&)>& look) {
  const std::function<void(const moebench::cli::CommandText&)> walk = [&](const moebench::cli::CommandText& command) {
    look(command);
    for (const moebench::cli::CommandText& sub : command.commands) {
      walk(sub);
    }
  };
  const Program program;
  walk(moebench::cli::command_text(*program.app));
}

/// The words of each command in a line of a shell that joins them by && and may end in a here-string.
inline std::vector<std::vector<std::string>> shell_words(const std::string& line) {
  std::vector<std::vector<std::string>> commands(1);
  std::string word;
  bool quoted = false;
  for (const char character : line + " ") {
    if (character == '\'') {
      quoted = !quoted;
    } else if (character != ' ' || quoted) {
      word += character;
    } else if (word == "&&") {
      commands.emplace_back();
      word.clear();
    } else if (word == "<<<") {
      break;
    } else if (!word.empty()) {
      commands.back().push_back(std::move(word));
      word.clear();
    }
  }
  return commands;
}

}  // namespace cli_test
