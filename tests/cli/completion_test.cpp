// The completion scripts, asked through the shells themselves.
#include <algorithm>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "cli/command_tree.hpp"
#include "cli/program.hpp"
#include "cli/shell.hpp"

using cli_test::contains;
using cli_test::Ended;
using cli_test::for_every_command;
using cli_test::is_installed;
using cli_test::run;
using cli_test::run_program;
using moebench::cli::CommandText;
using test::set_content;
using test::TemporaryFolder;

namespace {

using Words = std::vector<std::string>;

Words lines_of(const std::string& text) {
  Words lines;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) {
      lines.push_back(line);
    }
  }
  std::ranges::sort(lines);
  return lines;
}

std::string script_of(const std::string& shell) {
  const auto printed = run({"completion", shell});
  CHECK(printed.status == 0);
  CHECK(printed.err.empty());
  return printed.out;
}

class Bash {
 public:
  Bash() { set_content(folder_ / "script", script_of("bash")); }

  /// What bash offers where the last of the words is being typed.
  Words offers(const Words& words) const {
    Words arguments{"--norc", "-c",
                    "source \"$0\" && COMP_WORDS=(\"$@\") && COMP_CWORD=$(($# - 1)) && _moebench && printf '%s\\n' "
                    "\"${COMPREPLY[@]}\"",
                    (folder_ / "script").string()};
    arguments.insert(arguments.end(), words.begin(), words.end());
    const Ended ended = run_program("bash", arguments);
    CHECK(ended.status == 0);
    CHECK(ended.err == "");
    return lines_of(ended.out);
  }

 private:
  TemporaryFolder folder_;
};

}  // namespace

TEST_CASE("bash completes commands, nested ones too, options and choices") {
  const Bash bash;
  CHECK(bash.offers({"moebench", "rou"}) == Words{"router"});
  CHECK(bash.offers({"moebench", "model", "t"}) == Words{"train"});
  CHECK(bash.offers({"moebench", "router", "--th"}) == Words{"--threads"});
  CHECK(bash.offers({"moebench", "model", "train", "--lab"}) == Words{"--label-column", "--labels"});
  CHECK(bash.offers({"moebench", "router", "--policy", ""}) == Words{"capacity-factor", "power-of-two", "top-1"});
  CHECK(bash.offers({"moebench", "router", "--policy", "po"}) == Words{"power-of-two"});
  CHECK(bash.offers({"moebench", "calc", "po"}) == Words{"power"});
  CHECK(bash.offers({"moebench", "completion", ""}) == Words{"bash", "fish", "zsh"});
}

TEST_CASE("bash completes a value behind =, and the last of several with commas") {
  const Bash bash;
  CHECK(bash.offers({"moebench", "router", "--policy", "=", "po"}) == Words{"power-of-two"});
  CHECK(bash.offers({"moebench", "router", "--policy", "="}) == Words{"capacity-factor", "power-of-two", "top-1"});
  CHECK(bash.offers({"moebench", "infer", "--kernel", "scalar,v"}) == Words{"scalar,vector"});
}

TEST_CASE("bash completes files and folders where they are meant, and nothing where a number is") {
  const Bash bash;
  const TemporaryFolder folder;
  set_content(folder / "model.apr", "");
  std::filesystem::create_directory(folder / "models");
  const std::string begun = (folder / "mod").string();
  const Words both{(folder / "model.apr").string(), (folder / "models").string()};
  CHECK(bash.offers({"moebench", "infer", begun}) == both);
  CHECK(bash.offers({"moebench", "router", "--save", begun}) == both);
  CHECK(bash.offers({"moebench", "suite", "--results", begun}) == Words{both[1]});
  CHECK(bash.offers({"moebench", "router", "--threads", ""}).empty());
  CHECK(bash.offers({"moebench", "router", ""}).empty());
}

TEST_CASE("a value that is a command's name is none") {
  const Bash bash;
  CHECK(bash.offers({"moebench", "router", "--save", "model", "--thr"}) == Words{"--threads"});
}

TEST_CASE("bash offers every command and every option of each") {
  const Bash bash;
  for_every_command([&](const CommandText& command) {
    CAPTURE(command.name());
    Words options;
    for (const auto& option : command.options) {
      options.push_back(option.names.back());
    }
    std::ranges::sort(options);
    Words words = command.path;
    words.emplace_back("-");
    CHECK(bash.offers(words) == options);
    if (!command.commands.empty()) {
      Words names;
      for (const CommandText& sub : command.commands) {
        names.push_back(sub.path.back());
      }
      std::ranges::sort(names);
      words.back() = "";
      CHECK(bash.offers(words) == names);
    }
  });
}

TEST_CASE("fish completes the same") {
  if (!is_installed("fish")) {
    return;
  }
  const TemporaryFolder folder;
  const std::string script = set_content(folder / "moebench.fish", script_of("fish"));
  const Ended syntax = run_program("fish", {"--no-config", "--no-execute", script});
  CHECK(syntax.status == 0);
  CHECK(syntax.err == "");
  const auto offers = [&](const std::string& line) {
    const Ended ended = run_program(
        "fish",
        {"--no-config", "-c", "source $argv[1]; complete -C $argv[2] | string replace -r '\\t.*' ''", script, line});
    CHECK(ended.err == "");
    return lines_of(ended.out);
  };
  CHECK(offers("moebench rou") == Words{"router"});
  CHECK(offers("moebench model t") == Words{"train"});
  CHECK(offers("moebench router --th") == Words{"--threads"});
  CHECK(offers("moebench router --policy ") == Words{"capacity-factor", "power-of-two", "top-1"});
  CHECK(offers("moebench infer --kernel scalar,v") == Words{"scalar,vector"});
  CHECK(offers("moebench model train --lab") == Words{"--label-column", "--labels"});
}

TEST_CASE("zsh accepts its script and registers it") {
  if (!is_installed("zsh")) {
    return;
  }
  const TemporaryFolder folder;
  const std::string script = set_content(folder / "_moebench", script_of("zsh"));
  const Ended syntax = run_program("zsh", {"-f", "-n", script});
  CHECK(syntax.status == 0);
  CHECK(syntax.err == "");
  const Ended sourced = run_program(
      "zsh",
      {"-f", "-c", "autoload -Uz compinit && compinit -u -D && source $1 && print $_comps[moebench]", "zsh", script});
  CHECK(sourced.out == "_moebench\n");
  CHECK(sourced.err == "");
  const Ended found = run_program(
      "zsh", {"-f", "-c", "fpath=($1 $fpath) && autoload -Uz compinit && compinit -u -D && print $_comps[moebench]",
              "zsh", folder.path().string()});
  CHECK(found.out == "_moebench\n");
}

TEST_CASE("zsh completes commands, nested ones too, options and choices at a prompt") {
  if (!is_installed("zsh")) {
    return;
  }
  const TemporaryFolder folder;
  set_content(folder / "_moebench", script_of("zsh"));
  // A shell on a terminal of its own, to which the line is typed with Tab; ^X tells what became of it.
  const std::string ask = set_content(folder / "ask.zsh", R"(zmodload zsh/zpty
zpty shell "TERM=dumb zsh -f -i"
zpty -w shell "fpath=(${(q)1} \$fpath); autoload -Uz compinit; compinit -u -D"
zpty -w shell "tell() { print -r -- \"<\$BUFFER>\"; exit }; zle -N tell; bindkey '^X' tell; print ready''now"
zpty -r shell line '*readynow*'
zpty -w -n shell "$2"$'\t\x18'
zpty -r -m shell line '*<*>*'
print -r -- "${${line##*<}%%>*}"
)");
  const auto becomes = [&](const std::string& line) {
    const Ended ended = run_program("zsh", {"-f", ask, folder.path().string(), line});
    CHECK(ended.status == 0);
    return ended.out;
  };
  CHECK(becomes("moebench rout") == "moebench router \n");
  CHECK(becomes("moebench model insp") == "moebench model inspect \n");
  CHECK(becomes("moebench router --thr") == "moebench router --threads=\n");
  CHECK(becomes("moebench router --policy=po") == "moebench router --policy=power-of-two \n");
}

TEST_CASE("zsh's script holds every command, option and choice") {
  const std::string script = script_of("zsh");
  for_every_command([&](const CommandText& command) {
    CAPTURE(command.name());
    CHECK(contains(script, "\n_" + command.name("_") + "() {\n"));
    for (const auto& option : command.options) {
      CAPTURE(option.names.back());
      CHECK(contains(script, option.names.back()));
    }
  });
  CHECK(contains(script, "(capacity-factor power-of-two top-1)"));
}

TEST_CASE("a shell that is not known is refused") {
  CHECK(run({"completion", "tcsh"}).status == 2);
}
