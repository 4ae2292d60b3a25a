#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "completion_scripts.hpp"

namespace moebench::cli {
namespace {

std::string fish_quoted(const std::string& text) {
  std::string out = "'";
  for (const char character : text) {
    out += character == '\'' || character == '\\' ? "\\" : "";
    out += character;
  }
  return out + "'";
}

std::string values_of(const OptionText& option) {
  if (!option.choices.empty()) {
    const std::string words = fmt::format("{}", fmt::join(option.choices, " "));
    return option.is_list ? fmt::format(" -x -a \"(__fish_append , {})\"", words) : " -x -a " + fish_quoted(words);
  }
  if (option.takes_file()) {
    return " -r -F";
  }
  return option.takes_folder() ? " -x -a '(__fish_complete_directories)'" : " -x";
}

void add_paths(std::string& paths, const CommandText& command) {
  for (const CommandText& sub : command.commands) {
    paths += " " + fish_quoted(sub.name());
    add_paths(paths, sub);
  }
}

void add_completions(std::string& script, const CommandText& command) {
  const auto out = std::back_inserter(script);
  const std::string here =
      fmt::format("complete -c moebench -n {}", fish_quoted("test (__moebench_path) = \"" + command.name() + "\""));
  for (const CommandText& sub : command.commands) {
    fmt::format_to(out, "{} -a {} -d {}\n", here, sub.path.back(), fish_quoted(sub.summary));
  }
  for (const OptionText& option : command.options) {
    script += here;
    for (const std::string& name : option.names) {
      script += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    }
    fmt::format_to(out, "{} -d {}\n", option.value.empty() ? "" : values_of(option), fish_quoted(option.description));
  }
  if (!command.arguments.empty()) {
    const OptionText& argument = command.arguments.front();
    if (!argument.choices.empty()) {
      fmt::format_to(out, "{} -a {}\n", here, fish_quoted(fmt::format("{}", fmt::join(argument.choices, " "))));
    } else if (argument.takes_file()) {
      fmt::format_to(out, "{} -F\n", here);
    }
  }
  for (const CommandText& sub : command.commands) {
    add_completions(script, sub);
  }
}

}  // namespace

std::string fish_completion(const CommandText& program) {
  std::string paths;
  add_paths(paths, program);
  std::string script = fmt::format(
      R"(# Completion of moebench for fish, made by `moebench completion fish`.

# The command that was typed so far: 'moebench model train'.
function __moebench_path
    set -l path moebench
    for word in (commandline -opc)[2..-1]
        if contains -- "$path $word"{}
            set path "$path $word"
        end
    end
    echo $path
end

complete -c moebench -f
)",
      paths);
  add_completions(script, program);
  return script;
}

}  // namespace moebench::cli
