#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "completion_scripts.hpp"

namespace moebench::cli {
namespace {

/// For a description in a specification that stands in single quotes.
std::string escaped(const std::string& text) {
  std::string out;
  for (const char character : text) {
    if (character == '\'') {
      out += "'\\''";
    } else {
      out += std::string_view{"[]:\\"}.find(character) != std::string_view::npos ? "\\" : "";
      out += character;
    }
  }
  return out;
}

std::string action_for(const OptionText& option) {
  if (!option.choices.empty()) {
    return option.is_list ? fmt::format("_sequence compadd - {}", fmt::join(option.choices, " "))
                          : fmt::format("({})", fmt::join(option.choices, " "));
  }
  return option.takes_file() ? "_files" : option.takes_folder() ? "_files -/" : " ";
}

std::string specification(const OptionText& option) {
  std::string names = option.names.back();
  std::string exclusive = option.repeats ? "*" : "";
  if (option.names.size() > 1) {
    return fmt::format("'({})'{{{}}}'[{}]'", fmt::join(option.names, " "), fmt::join(option.names, ","),
                       escaped(option.description));
  }
  if (option.value.empty()) {
    return fmt::format("'{}[{}]'", names, escaped(option.description));
  }
  return fmt::format("'{}{}=[{}]:{}:{}'", exclusive, names, escaped(option.description), escaped(option.value),
                     action_for(option));
}

std::string function_name(const CommandText& command) {
  return "_" + command.name("_");
}

/// One function for each command; those that hold others hand on to theirs.
void add_functions(std::string& script, const CommandText& command) {
  const auto out = std::back_inserter(script);
  fmt::format_to(out, "\n{}() {{\n", function_name(command));
  script += command.commands.empty() ? "  _arguments" : "  local line state\n  _arguments -C";
  for (const OptionText& option : command.options) {
    fmt::format_to(out, " \\\n    {}", specification(option));
  }
  if (command.commands.empty()) {
    for (const OptionText& argument : command.arguments) {
      fmt::format_to(out, " \\\n    '{}:{}:{}'",
                     argument.repeats    ? "*"
                     : argument.required ? ""
                                         : ":",
                     escaped(argument.names.front()), action_for(argument));
    }
    script += "\n}\n";
    return;
  }
  script +=
      " \\\n    '1: :->command' \\\n    '*:: :->rest'\n  case $state in\n    command)\n      local -a commands=(\n";
  for (const CommandText& sub : command.commands) {
    fmt::format_to(out, "        '{}:{}'\n", sub.path.back(), escaped(sub.summary));
  }
  script += "      )\n      _describe -t commands command commands\n      ;;\n    rest)\n      case $line[1] in\n";
  for (const CommandText& sub : command.commands) {
    fmt::format_to(out, "        {}) {} ;;\n", sub.path.back(), function_name(sub));
  }
  script += "      esac\n      ;;\n  esac\n}\n";
  for (const CommandText& sub : command.commands) {
    add_functions(script, sub);
  }
}

}  // namespace

std::string zsh_completion(const CommandText& program) {
  std::string script = "#compdef moebench\n# Completion of moebench for zsh, made by `moebench completion zsh`.\n";
  add_functions(script, program);
  // Found in a folder of completions the file is the function; sourced, it is registered.
  script += "\nif [[ $funcstack[1] == _moebench ]]; then\n  _moebench \"$@\"\nelse\n  compdef _moebench moebench\nfi\n";
  return script;
}

}  // namespace moebench::cli
