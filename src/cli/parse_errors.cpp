#include "parse_errors.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "command_text.hpp"
#include "likely_meant.hpp"
#include "moebench/report/inline_text.hpp"

namespace moebench::cli {
namespace {

using Chain = std::vector<const CLI::App*>;  // the program and the commands that were chosen, one in the other

Chain chosen_commands(const CLI::App& program) {
  Chain chain{&program};
  for (auto next = program.get_subcommands(); !next.empty(); next = chain.back()->get_subcommands()) {
    chain.push_back(next.front());
  }
  return chain;
}

/// "model train" as messages name it; the program itself by its own name.
std::string short_name(const CLI::App& command) {
  const std::string whole = command_text(command).name();
  const std::size_t blank = whole.find(' ');
  return blank == std::string::npos ? whole : whole.substr(blank + 1);
}

std::string help_call(const CLI::App& command) {
  return fmt::format("`{} --help`", command_text(command).name());
}

std::string shown(std::string_view word) {
  return report::inline_text(word);
}

/// "threads" of "--threads", of "--threads=3", and of "-threads", which CLI11 takes for letters.
std::string without_dashes(std::string_view word) {
  word.remove_prefix(std::min(word.find_first_not_of('-'), word.size()));
  return std::string{word.substr(0, word.find('='))};
}

/// Of the long ones, without their dashes.
std::vector<std::string> names_of_options(const CommandText& command) {
  std::vector<std::string> names;
  for (const OptionText& option : command.options) {
    names.push_back(without_dashes(option.names.back()));
  }
  return names;
}

std::string unknown_option(const Chain& chain, std::size_t at, std::string_view word) {
  const std::string name = without_dashes(word);
  const std::string given = shown(word.substr(0, word.find('=')));
  for (std::size_t later = at + 1; word.starts_with("--") && later < chain.size(); ++later) {
    const std::vector<std::string> names = names_of_options(command_text(*chain[later]));
    if (std::ranges::find(names, name) != names.end()) {
      return fmt::format("{} is an option of {}: it belongs behind that word", given, short_name(*chain[later]));
    }
  }
  // What a command does not know falls through to the program, so the last command is the one that was asked.
  const CommandText command = command_text(*chain.back());
  std::vector<std::string> meant = likely_meant(name, names_of_options(command));
  for (std::string& one : meant) {
    one.insert(0, "--");
  }
  return fmt::format("{} is not an option of {}{}{} lists them", given, short_name(*chain.back()), did_you_mean(meant),
                     help_call(*chain.back()));
}

std::string unknown_command(const CLI::App& command, std::string_view word) {
  std::vector<std::string> names;
  for (const CommandText& sub : command_text(command).commands) {
    names.push_back(sub.path.back());
  }
  const std::string of = command.get_parent() == nullptr ? "" : " of " + short_name(command);
  return fmt::format("'{}' is not a command{}{}{} lists them", shown(word), of,
                     did_you_mean(likely_meant(word, names), "'"), help_call(command));
}

/// A word that no command knew what to do with.
std::optional<std::string> unknown_word(const Chain& chain) {
  const CLI::App& last = *chain.back();
  std::vector<std::string> left;
  for (const CLI::App* command : chain) {
    std::ranges::copy_if(command->remaining(), std::back_inserter(left),
                         [](const std::string& word) { return word != "--"; });
  }
  const bool lacks_command = last.get_require_subcommand_min() > 0;
  if (lacks_command && !left.empty() && !left.front().starts_with('-')) {
    return unknown_command(last, left.front());
  }
  for (std::size_t i = 0; i < chain.size(); ++i) {
    const std::vector<std::string> words = chain[i]->remaining();
    const auto option = std::ranges::find_if(
        words, [](const std::string& word) { return word.starts_with('-') && word.size() > 1 && word != "--"; });
    if (option != words.end()) {
      return unknown_option(chain, i, *option);
    }
  }
  if (left.empty()) {
    return std::nullopt;
  }
  std::vector<std::string> arguments;
  for (const OptionText& argument : command_text(last).arguments) {
    arguments.push_back(argument.names.front());
  }
  return fmt::format("'{}' is one argument too many for {}, which takes {}; see {}", shown(left.front()),
                     short_name(last), arguments.empty() ? "none" : fmt::format("{}", fmt::join(arguments, " ")),
                     help_call(last));
}

std::optional<OptionText> option_named(const CommandText& command, std::string_view name) {
  for (const auto* options : {&command.options, &command.arguments}) {
    for (const OptionText& option : *options) {
      if (std::ranges::find(option.names, name) != option.names.end()) {
        return option;
      }
    }
  }
  return std::nullopt;
}

/// What an option takes, in words.
std::string accepted_values_of(const OptionText& option) {
  if (!option.choices.empty()) {
    return fmt::format("{}", fmt::join(option.choices, ", "));
  }
  const std::string value = option.value == "N"       ? "a whole number"
                            : option.value == "N,..." ? "whole numbers with commas between them"
                                                      : option.value;
  return option.limits.empty() ? value : fmt::format("{} ({})", value, option.limits);
}

/// CLI11's words about an option that is known, made plainer.
std::string about_option(const CommandText& command, const CLI::ParseError& error) {
  const std::string said = error.what();
  const std::string name = said.substr(0, said.find_first_of(": "));
  const auto option = option_named(command, name);
  if (!option) {
    return said;
  }
  if (error.get_name() == "ArgumentMismatch" && said.ends_with(" missing")) {
    return fmt::format("{} takes a value, and none is given: {}", name, accepted_values_of(*option));
  }
  constexpr std::string_view too_often = "At Most 1 required but received ";
  if (const std::size_t at = said.find(too_often); at != std::string::npos) {
    return fmt::format("{} is given {} times; give it once", name, said.substr(at + too_often.size()));
  }
  if (error.get_name() == "RequiredError") {
    return fmt::format("{} is required: {}", name, option->description);
  }
  if (const std::size_t at = said.find(" not in {"); at != std::string::npos && !option->choices.empty()) {
    const std::string given = said.substr(name.size() + 2, at - name.size() - 2);
    const std::vector<std::string> meant = likely_meant(given, option->choices);
    return meant.empty() ? said : said + did_you_mean(meant);
  }
  return said;
}

std::string other_fault(const CLI::App& command, const CLI::ParseError& error) {
  const CommandText text = command_text(command);
  if (error.get_name() == "RequiredError" && command.get_require_subcommand_min() > 0) {
    return fmt::format("{} needs a command; {} lists them", short_name(command), help_call(command));
  }
  const std::string fault = shown(about_option(text, error));
  return fmt::format("{}{}see {}", fault, fault.ends_with("? ") ? "" : "; ", help_call(command));
}

}  // namespace

std::string parse_fault(const CLI::App& program, const CLI::ParseError& error) {
  const Chain chain = chosen_commands(program);
  if (auto fault = unknown_word(chain)) {
    return *std::move(fault);
  }
  return other_fault(*chain.back(), error);
}

}  // namespace moebench::cli
