#include "command_text.hpp"

#include <algorithm>
#include <iterator>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "likely_meant.hpp"

namespace moebench::cli {
namespace {

std::vector<std::string> path_of(const CLI::App& command) {
  std::vector<std::string> path;
  for (const CLI::App* app = &command; app != nullptr; app = app->get_parent()) {
    path.insert(path.begin(), app->get_name());
  }
  return path;
}

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> parts;
  std::istringstream in{std::string{text}};
  for (std::string part; std::getline(in, part, at);) {
    parts.push_back(part);
  }
  return parts;
}

/// CLI11 names a type and what each validator says, with colons between them: "TEXT:{a,b}", "FLOAT:FLOAT in [0 - 1]".
void add_type(OptionText& text, const std::string& type) {
  std::string_view rest = type;
  const std::size_t colon = rest.find(':');
  text.value = rest.substr(0, colon);
  rest.remove_prefix(colon == std::string_view::npos ? rest.size() : colon + 1);
  const bool whole_number = rest == "whole number";
  if (rest.starts_with('{') && rest.ends_with('}')) {
    text.choices = split(rest.substr(1, rest.size() - 2), ',');
  } else if (const std::size_t bounds = rest.find(" in ["); bounds != std::string_view::npos) {
    text.limits = rest.substr(bounds + 5, rest.size() - bounds - 6);
    text.limits.replace(text.limits.find(" - "), 3, " to ");
  } else if (!whole_number && !rest.starts_with('(')) {  // (0,1): the description says it in words
    text.limits = rest;
  }
  if (text.value == "UINT" || text.value == "INT") {
    text.value = "N";
  } else if (text.value == "FLOAT") {
    text.value = "NUMBER";
  } else if (text.value == "TEXT" && !text.choices.empty()) {
    text.value = "NAME";
  }
}

OptionText option_text(const CLI::Option& option) {
  OptionText text;
  if (option.get_positional()) {
    text.names = {option.get_name(true)};
  } else {
    std::ranges::transform(option.get_snames(), std::back_inserter(text.names),
                           [](const std::string& name) { return "-" + name; });
    std::ranges::transform(option.get_lnames(), std::back_inserter(text.names),
                           [](const std::string& name) { return "--" + name; });
  }
  if (option.get_items_expected_max() > 0) {
    add_type(text, option.get_type_name());
    text.preset = option.get_default_str();
    // CLI11 writes a list's default as [1,2].
    if (text.preset.starts_with('[') && text.preset.ends_with(']')) {
      text.preset = text.preset.substr(1, text.preset.size() - 2);
    }
  }
  text.description = option.get_description();
  text.required = option.get_required();
  text.is_list = option.get_delimiter() == ',';
  text.repeats = option.get_expected_max() > 1;
  for (const CLI::Option* other : option.get_needs()) {
    text.needs.push_back(other->get_name());
  }
  for (const CLI::Option* other : option.get_excludes()) {
    text.excludes.push_back(other->get_name());
  }
  std::ranges::sort(text.needs);  // CLI11 keeps them by address
  std::ranges::sort(text.excludes);
  return text;
}

void add_footer(CommandText& text, const std::string& footer) {
  constexpr std::string_view example = "Example: ";
  for (const std::string& line : split(footer, '\n')) {
    if (line.starts_with(example)) {
      text.examples.push_back(line.substr(example.size()));
    } else if (line.starts_with("Exit status")) {
      text.exit_status = line;
    } else {
      text.notes.push_back(line);
    }
  }
}

}  // namespace

std::string CommandText::name(std::string_view between) const {
  return fmt::format("{}", fmt::join(path, between));
}

CommandText command_text(const CLI::App& command) {
  CommandText text;
  text.path = path_of(command);
  text.summary = command.get_description();
  for (const CLI::Option* option : command.get_options()) {
    if (!option->get_group().empty()) {
      (option->get_positional() ? text.arguments : text.options).push_back(option_text(*option));
    }
  }
  for (const CLI::App* sub : command.get_subcommands([](const CLI::App* app) { return !app->get_group().empty(); })) {
    text.commands.push_back(command_text(*sub));
  }
  add_footer(text, command.get_footer());
  return text;
}

core::Result<const CommandText*> command_named(const CommandText& program, const std::vector<std::string>& words) {
  const CommandText* found = &program;
  for (const std::string& word : words) {
    const auto sub =
        std::ranges::find_if(found->commands, [&](const CommandText& one) { return one.path.back() == word; });
    if (sub == found->commands.end()) {
      std::vector<std::string> names;
      std::ranges::transform(found->commands, std::back_inserter(names),
                             [](const CommandText& one) { return one.path.back(); });
      return core::usage_error("",
                               fmt::format("'{}' is not a command of {}{}`{} --help` lists them", word, found->name(),
                                           did_you_mean(likely_meant(word, names), "'"), found->name()));
    }
    found = &*sub;
  }
  return found;
}

std::string qualities(const OptionText& option) {
  std::vector<std::string> parts;
  if (option.required && !option.names.front().starts_with('-')) {
    parts.emplace_back("required");
  } else if (option.required) {
    parts.emplace_back("must be given");
  }
  if (!option.limits.empty()) {
    parts.push_back(option.limits);
  }
  if (!option.preset.empty() && !option.required) {
    parts.push_back("default: " + option.preset);
  }
  if (!option.needs.empty()) {
    parts.push_back(fmt::format("needs {}", fmt::join(option.needs, ", ")));
  }
  if (!option.excludes.empty()) {
    parts.push_back(fmt::format("not with {}", fmt::join(option.excludes, ", ")));
  }
  return parts.empty() ? "" : fmt::format("({})", fmt::join(parts, "; "));
}

}  // namespace moebench::cli
