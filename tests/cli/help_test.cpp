// What every command says of itself: an example that can be run, every default, lines that fit a terminal.
#include <functional>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "cli/command_tree.hpp"
#include "help_text.hpp"

using cli_test::for_every_command;
using cli_test::Program;
using cli_test::shell_words;
using moebench::cli::CommandText;
using moebench::cli::help_text;
using moebench::cli::OptionText;

namespace {

/// Options whose absence is what is meant, so that no value stands for it: files that are not read or written, rows
/// that are not chosen, bounds that are not set.
const std::set<std::string> k_none_by_nature{"--output",    "--save",        "--junit",          "--match",
                                             "--only",      "--allow",       "--half-width",     "--elsewhere",
                                             "--claims",    "--choices",     "--tost-abs",       "--labels",
                                             "--test-data", "--test-labels", "--pytorch-script", "--output-dir"};

/// Whether the description says what holds without the option.
bool tells_default(const std::string& description) {
  for (const char* word : {"by default", "without it", "without one", "; else ", "if not given"}) {
    if (description.find(word) != std::string::npos) {
      return true;
    }
  }
  return false;
}

}  // namespace

TEST_CASE("every command has a summary and an example, and --help shows them") {
  std::size_t commands = 0;
  for_every_command([&](const CommandText& command) {
    CAPTURE(command.name());
    ++commands;
    CHECK_FALSE(command.summary.empty());
    REQUIRE_FALSE(command.examples.empty());
    CHECK(help_text(command).find("\nExample: moebench ") != std::string::npos);
  });
  CHECK(commands > 25);
}

TEST_CASE("every option tells its default, or what holds without it") {
  for_every_command([&](const CommandText& command) {
    for (const OptionText& option : command.options) {
      const std::string& name = option.names.back();
      CAPTURE(command.name());
      CAPTURE(name);
      CHECK_FALSE(option.description.empty());
      const bool is_flag = option.value.empty();
      CHECK((is_flag || option.required || !option.preset.empty() || tells_default(option.description) ||
             k_none_by_nature.contains(name) || !option.needs.empty()));
      if (!option.preset.empty() && !option.required) {
        // Help breaks lines at blanks alone.
        std::istringstream words{help_text(command)};
        std::string text;
        for (std::string word; words >> word;) {
          text += word + ' ';
        }
        CHECK(text.find("default: " + option.preset) != std::string::npos);
      }
    }
  });
}

TEST_CASE("every line of help fits 80 columns") {
  for_every_command([](const CommandText& command) {
    std::istringstream lines{help_text(command)};
    for (std::string line; std::getline(lines, line);) {
      CAPTURE(command.name());
      CAPTURE(line);
      CHECK(line.size() <= 80);
    }
  });
}

TEST_CASE("every example can be run: it is parsed and chooses a command") {
  std::size_t parsed = 0;
  for_every_command([&](const CommandText& command) {
    for (const std::string& example : command.examples) {
      for (const std::vector<std::string>& words : shell_words(example)) {
        CAPTURE(example);
        REQUIRE(words.front() == "moebench");
        Program program{{words.begin() + 1, words.end()}};
        std::vector<std::string> reversed{words.rbegin(), words.rend() - 1};
        CHECK_NOTHROW(program.app->parse(reversed));
        CHECK(program.session.chosen);
        ++parsed;
      }
    }
  });
  CHECK(parsed > 30);
}

TEST_CASE("an example belongs to the command that shows it") {
  for_every_command([](const CommandText& command) {
    for (const std::string& example : command.examples) {
      CHECK(example.starts_with(command.name() + (command.commands.empty() ? "" : " ")));
    }
  });
}

TEST_CASE("an example that is too long for a line is broken as a shell takes it") {
  CommandText command{
      .path = {"moebench"},
      .summary = "",
      .arguments = {},
      .options = {},
      .commands = {},
      .notes = {},
      .examples = {"moebench " + std::string(40, 'x') + " --some-option value 'quoted words that stay'"},
      .exit_status = ""};
  CHECK(help_text(command).ends_with("\nExample: moebench " + std::string(40, 'x') +
                                     " --some-option value \\\n           'quoted words that stay'\n"));
}
