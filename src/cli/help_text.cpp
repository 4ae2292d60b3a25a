#include "help_text.hpp"

#include <memory>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace moebench::cli {
namespace {

constexpr std::size_t k_second_column = 24;

/// The words of a line. Those of a command line keep together what stands in single quotes, and an option with its
/// value.
std::vector<std::string> words_of(std::string_view line, bool is_command) {
  std::vector<std::string> words;
  std::string word;
  bool open = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    open = open != (is_command && line[i] == '\'');
    const bool takes_value = is_command && word.starts_with("--") && word.size() > 2 &&
                             word.find(' ') == std::string::npos && i + 1 < line.size() && line[i + 1] != '-';
    if (line[i] == ' ' && !open && !takes_value) {
      words.push_back(std::move(word));
      word.clear();
    } else {
      word += line[i];
    }
  }
  words.push_back(std::move(word));
  return words;
}

struct Wrapping {
  std::size_t column = 0;       // where the text begins: that much stands before it already
  std::size_t indentation = 0;  // of the lines that follow
  bool is_command = false;      // a shell is told that it goes on
};

std::string wrapped(std::string_view line, const Wrapping& how) {
  const std::string_view broken = how.is_command ? " \\" : "";
  std::string text;
  std::size_t column = how.column;
  bool first = true;
  for (const std::string& word : words_of(line, how.is_command)) {
    if (!first && column + 1 + word.size() + broken.size() > k_help_columns) {
      text += fmt::format("{}\n{:{}}{}", broken, "", how.indentation, word);
      column = how.indentation + word.size();
    } else {
      text += (first ? "" : " ") + word;
      column += word.size() + (first ? 0 : 1);
    }
    first = false;
  }
  return text + '\n';
}

std::string entry(const std::string& head, const std::string& description) {
  std::string text = "  " + head;
  if (text.size() + 2 > k_second_column) {
    text += '\n';
  }
  const std::size_t used = text.ends_with('\n') ? 0 : text.size();
  text.append(k_second_column - used, ' ');
  return text + wrapped(description, {.column = k_second_column, .indentation = k_second_column});
}

std::string head_of(const OptionText& option) {
  const std::string names = fmt::format("{}", fmt::join(option.names, ","));
  if (option.value.empty() || !names.starts_with('-')) {
    return names;
  }
  const std::string choices = fmt::format("{} {{{}}}", names, fmt::join(option.choices, ","));
  // A list's name says that several may be given.
  const bool as_choices = !option.choices.empty() && !option.is_list && choices.size() + 2 <= k_help_columns;
  return as_choices ? choices : fmt::format("{} {}", names, option.value);
}

std::string entry_of(const OptionText& option) {
  const std::string behind = qualities(option);
  std::string description = option.description + (behind.empty() ? "" : " " + behind);
  if (!option.names.front().starts_with('-') && !option.choices.empty()) {
    description = fmt::format("{}: {}", option.description, fmt::join(option.choices, ", "));
  }
  return entry(head_of(option), description);
}

std::string usage(const CommandText& command) {
  std::string line = fmt::format("Usage: {} [OPTIONS]", command.name());
  for (const OptionText& argument : command.arguments) {
    const std::string name = argument.names.front() + (argument.repeats ? "..." : "");
    line += argument.required ? " " + name : " [" + name + "]";
  }
  return line + (command.commands.empty() ? "\n" : " SUBCOMMAND\n");
}

class HelpFormatter : public CLI::FormatterBase {
 public:
  std::string make_help(const CLI::App* app, std::string /*name*/, CLI::AppFormatMode /*mode*/) const override {
    return help_text(command_text(*app));
  }
};

}  // namespace

std::string help_text(const CommandText& command) {
  std::string text = wrapped(command.summary, {}) + usage(command);
  text += command.arguments.empty() ? "" : "\nPositionals:\n";
  for (const OptionText& argument : command.arguments) {
    text += entry_of(argument);
  }
  text += "\nOptions:\n";
  for (const OptionText& option : command.options) {
    text += entry_of(option);
  }
  text += command.commands.empty() ? "" : "\nSubcommands:\n";
  for (const CommandText& sub : command.commands) {
    text += entry(sub.path.back(), sub.summary);
  }
  text += '\n';
  for (const std::string& note : command.notes) {
    text += note.starts_with(' ') ? note + '\n' : wrapped(note, {});
  }
  text += command.exit_status.empty() ? "" : wrapped(command.exit_status, {.indentation = 2});
  for (const std::string& example : command.examples) {
    constexpr std::string_view label = "Example: ";
    text += label;
    text += wrapped(example, {.column = label.size(), .indentation = label.size() + 2, .is_command = true});
  }
  return text;
}

void use_help_text(CLI::App& program) {
  program.formatter(std::make_shared<HelpFormatter>());
}

}  // namespace moebench::cli
