#include <functional>
#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "completion_scripts.hpp"

namespace moebench::cli {
namespace {

using Lines = std::back_insert_iterator<std::string>;

void walk(const CommandText& command, const std::function<void(const CommandText&)>& look) {
  look(command);
  for (const CommandText& sub : command.commands) {
    walk(sub, look);
  }
}

/// What completes a value: a call of one of the script's functions.
std::string call_for(const OptionText& option) {
  if (!option.choices.empty()) {
    return fmt::format("_moebench_{} '{}'", option.is_list ? "list" : "words", fmt::join(option.choices, " "));
  }
  return option.takes_file() ? "_moebench_files -f" : option.takes_folder() ? "_moebench_files -d" : "COMPREPLY=()";
}

void add_commands_cases(std::string& script, const CommandText& program) {
  std::string patterns;
  walk(program, [&](const CommandText& command) {
    if (command.path.size() > 1) {
      patterns += fmt::format("{}'{}'", patterns.empty() ? "" : " | ", command.name());
    }
  });
  script += fmt::format("      {}) path=$word ;;\n", patterns);
}

void add_values_cases(std::string& script, const CommandText& program) {
  walk(program, [&](const CommandText& command) {
    for (const OptionText& option : command.options) {
      if (!option.value.empty()) {
        fmt::format_to(Lines{script}, "    '{} {}') {}; return ;;\n", command.name(), option.names.back(),
                       call_for(option));
      }
    }
  });
}

/// What may stand where no value is expected: commands and options, or an argument.
void add_words_cases(std::string& script, const CommandText& program) {
  walk(program, [&](const CommandText& command) {
    std::string options;
    for (const OptionText& option : command.options) {
      options += fmt::format("{}{}", options.empty() ? "" : " ", option.names.back());
    }
    std::string rest = "COMPREPLY=()";
    if (!command.commands.empty()) {
      std::string names;
      for (const CommandText& sub : command.commands) {
        names += fmt::format("{}{}", names.empty() ? "" : " ", sub.path.back());
      }
      rest = fmt::format("_moebench_words '{}'", names);
    } else if (!command.arguments.empty()) {
      rest = call_for(command.arguments.front());
    }
    fmt::format_to(Lines{script}, "    '{}') if [[ $cur == -* ]]; then _moebench_words '{}'; else {}; fi ;;\n",
                   command.name(), options, rest);
  });
}

}  // namespace

std::string bash_completion(const CommandText& program) {
  std::string script = R"(# Completion of moebench for bash, made by `moebench completion bash`.

_moebench_words() {
  mapfile -t COMPREPLY < <(compgen -W "$1" -- "$cur")
}

# Several words with commas between them.
_moebench_list() {
  local before=
  [[ $cur == *,* ]] && before=${cur%,*},
  mapfile -t COMPREPLY < <(compgen -P "$before" -W "$1" -- "${cur##*,}")
  compopt -o nospace 2>/dev/null || true
}

_moebench_files() {
  mapfile -t COMPREPLY < <(compgen "$1" -- "$cur")
  compopt -o filenames 2>/dev/null || true
}

_moebench() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} path=moebench word i
  # bash takes --option=value apart at the =.
  if [[ $cur == = ]]; then
    cur=
  elif [[ $prev == = ]]; then
    prev=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((i = 1; i < COMP_CWORD; ++i)); do
    word="$path ${COMP_WORDS[i]}"
    case $word in
)";
  add_commands_cases(script, program);
  script += "    esac\n  done\n  case \"$path $prev\" in\n";
  add_values_cases(script, program);
  script += "  esac\n  case $path in\n";
  add_words_cases(script, program);
  script += "  esac\n}\n\ncomplete -F _moebench moebench\n";
  return script;
}

}  // namespace moebench::cli
