// What a user sees in a terminal: every command's report in 80 columns, without Markdown's marks; who gets colours.
#include <algorithm>
#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "cli/program.hpp"

using cli_test::contains;
using cli_test::Printed;
using cli_test::run_in_terminal;
using cli_test::TerminalSetting;
using moebench::cli::Terminal;
using test::content;
using test::set_content;
using test::TemporaryFolder;

namespace {

const std::string k_published_files = MOEBENCH_SOURCE_DIR "/examples/published";

/// Stays in the folder for as long as it lives: reports show paths, which are short there.
class InFolder {
 public:
  explicit InFolder(const TemporaryFolder& folder) { std::filesystem::current_path(folder.path()); }
  ~InFolder() { std::filesystem::current_path(before_); }
  InFolder(const InFolder&) = delete;
  InFolder& operator=(const InFolder&) = delete;

 private:
  std::filesystem::path before_ = std::filesystem::current_path();
};

Printed in_80_columns(const std::vector<std::string>& arguments, const std::string& input = "") {
  return run_in_terminal(arguments, {.out = Terminal{.width = 80, .colour = false}}, MOEBENCH_PROGRAM, input);
}

std::size_t columns_of(std::string_view line) {
  return static_cast<std::size_t>(
      std::ranges::count_if(line, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// The first line that is too wide though it could be broken, or that still is Markdown; empty where there is none.
std::string fault_of(const std::string& text) {
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string line = text.substr(begin, end - begin);
    const bool one_word = line.find(' ', line.find_first_not_of(' ')) == std::string::npos;
    const bool markdown = line.starts_with("| ") || line.starts_with("#") || line.starts_with("```") ||
                          line.find("**") != std::string::npos || line.find("[^") != std::string::npos;
    if ((columns_of(line) > 80 && !one_word) || markdown) {
      return line;
    }
    begin = end + 1;
  }
  return "";
}

void check_text(const Printed& printed, int status = 0) {
  CHECK(printed.status == status);
  CHECK(printed.out.size() > 20);
  CHECK(fault_of(printed.out) == "");
  CHECK_FALSE(contains(printed.out, "\x1b"));
}

using Words = std::vector<std::string>;

Words with_runs(Words words, const std::string& runs) {
  words.insert(words.end(), {"--runs", runs, "--quiet"});
  return words;
}

}  // namespace

TEST_CASE("every scenario's report fits into 80 columns, replicated or not") {
  const TemporaryFolder folder;
  const InFolder here{folder};
  const Words scenarios[]{
      {"router", "--rounds", "2", "--threads", "2", "--round-ms", "2"},
      {"router", "--lifecycle", "--rounds", "2", "--threads", "2", "--round-ms", "2"},
      {"router", "--scores", "zipf", "--experts", "40", "--rounds", "2", "--threads", "2", "--round-ms", "2"},
      {"registry", "--reads", "200", "--warmup", "20", "--rounds", "1", "--round-ms", "2", "--readers", "2"},
      {"registry", "--backend", "rcu,rwlock", "--reads", "200", "--warmup", "20", "--rounds", "1", "--round-ms", "2",
       "--readers", "1,2,3"},
      {"overflow", "--rounds", "5"},
      {"mixed", "--ops", "100", "--rounds", "2", "--backend", "rcu,rwlock", "--readers", "2"},
      {"dispatch", "--rounds", "3", "--tokens", "64"},
      {"infer", "--iterations", "200", "--kernel", "scalar,vector"},
      {"null", "--iterations", "200", "--rounds", "3", "--threads", "2"}};
  for (const Words& scenario : scenarios) {
    for (const char* runs : {"1", "2"}) {
      CAPTURE(fmt::format("{} {}", scenario[0], scenario[1]));
      CAPTURE(runs);
      const Printed printed = in_80_columns(with_runs(scenario, runs));
      check_text(printed);
      CHECK(contains(printed.out, "\nSamples over time"));
      CHECK(contains(printed.out, "▁"));
    }
  }
}

TEST_CASE("the suite's report and all that is made from its files fit into 80 columns") {
  const TemporaryFolder folder;
  const InFolder here{folder};
  check_text(in_80_columns({"suite", "--quick", "--runs", "2", "--results", "a", "--quiet"}));
  CHECK(content("a/report.md").starts_with("# MoE Benchmarks\n"));  // the file stays Markdown
  CHECK(in_80_columns({"suite", "--quick", "--runs", "2", "--results", "b", "--quiet", "--seed", "7"}).status == 0);
  for (const char* name : {"router", "registry", "mixed", "dispatch", "infer", "null", "overflow"}) {
    CAPTURE(name);
    const std::string file = fmt::format("a/{}.json", name);
    const std::string other = fmt::format("b/{}.json", name);
    check_text(in_80_columns({"stats", file, "--bootstrap", "50"}));
    check_text(in_80_columns({"compare", file, other, "--quiet"}));
    check_text(in_80_columns({"verify", file}));
    const Printed gate =
        in_80_columns({"check", "--baseline", other, "--candidate", file, "--allow", "configuration,machine,compiler"});
    CHECK(fault_of(gate.out) == "");
    check_text(in_80_columns({"history", "add", file, "--db", "h.sqlite", "--commit", "v1", "--time", "2026-01-31"}));
  }
  check_text(in_80_columns({"history", "list", "--db", "h.sqlite"}));
  check_text(in_80_columns({"history", "changes", "--db", "h.sqlite"}));
}

TEST_CASE("reports on other files fit into 80 columns") {
  const std::string ours = k_published_files + "/aprender.json";
  const std::string theirs = k_published_files + "/pytorch.json";
  check_text(in_80_columns({"audit", ours, theirs}), 1);
  check_text(in_80_columns({"compare", ours, theirs, "--quiet"}));
  check_text(in_80_columns({"stats", ours}));
  check_text(in_80_columns({"env"}));
}

TEST_CASE("gates and calibrations of two commands fit into 80 columns") {
  const TemporaryFolder folder;
  const InFolder here{folder};
  set_content(folder / "bench.sh",
              "echo '{\"config\": {}, \"results\": [{\"name\": \"a result with a name of some length\", "
              "\"samples_us\": [1.0, 1.1]}]}'\n");
  check_text(in_80_columns({"ab", "--baseline", "sh bench.sh", "--candidate", "sh bench.sh", "--blocks", "8"}));
  check_text(in_80_columns({"calibrate", "--command", "sh bench.sh", "--gates", "1", "--blocks", "8", "--save", "c"}));
  check_text(in_80_columns({"plan", "c", "--effect", "2%"}));
}

TEST_CASE("text is for the terminal alone, unless it is asked for") {
  const TemporaryFolder folder;
  const std::string file = k_published_files + "/pytorch.json";
  const Printed piped = cli_test::run({"stats", file});
  CHECK(piped.out.starts_with("# Samples of"));
  CHECK(contains(piped.out, "\n|:"));
  const Printed asked = cli_test::run({"stats", file, "--format", "text"});
  CHECK(fault_of(asked.out) == "");
  CHECK(asked.out.starts_with("Samples of"));
  const Printed markdown = in_80_columns({"stats", file, "--format", "markdown"});
  CHECK(markdown.out == piped.out);
  const std::string written = (folder / "out").string();
  CHECK(in_80_columns({"stats", file, "--output", written}).out.empty());
  CHECK(content(written) == piped.out);
  CHECK(in_80_columns({"stats", file, "--output", written, "--format", "text"}).status == 0);
  CHECK(content(written) == asked.out);
  CHECK(in_80_columns({"stats", file, "--format", "json"}).out.starts_with("{"));
  CHECK(in_80_columns({"stats", file, "--format", "csv"}).out == cli_test::run({"stats", file, "--format", "csv"}).out);
}

TEST_CASE("what is exported for other tools goes to a terminal as it is") {
  const TemporaryFolder folder;
  const std::string file = set_content(folder / "samples.txt", "1.5\n2.5\n");
  CHECK(in_80_columns({"stats", file, "--export", "csv", "--quiet"}).out ==
        cli_test::run({"stats", file, "--export", "csv", "--quiet"}).out);
}

TEST_CASE("colours are for terminals that have them, or where they are asked for") {
  const std::string file = k_published_files + "/pytorch.json";
  const TerminalSetting colours{.out = Terminal{.width = 80, .colour = true}};
  const auto is_coloured = [](const Printed& printed) { return contains(printed.out, "\x1b[1m"); };
  CHECK(is_coloured(run_in_terminal({"stats", file}, colours)));
  CHECK_FALSE(is_coloured(run_in_terminal({"stats", file, "--color", "never"}, colours)));
  CHECK_FALSE(is_coloured(run_in_terminal({"stats", file, "--format", "markdown"}, colours)));
  CHECK_FALSE(is_coloured(in_80_columns({"stats", file})));
  CHECK(is_coloured(in_80_columns({"stats", file, "--color", "always"})));
  CHECK_FALSE(is_coloured(cli_test::run({"stats", file, "--format", "text"})));
  CHECK(is_coloured(cli_test::run({"stats", file, "--format", "text", "--color", "always"})));
  CHECK(in_80_columns({"stats", file, "--color", "blue"}).status == 2);
}

TEST_CASE("a report takes the width that the terminal has") {
  const std::string file = k_published_files + "/pytorch.json";
  const auto widest = [&](std::size_t width) {
    const Printed printed =
        run_in_terminal({"compare", file, file}, {.out = Terminal{.width = width, .colour = false}});
    std::size_t most = 0;
    for (std::size_t begin = 0; begin < printed.out.size();) {
      const std::size_t end = printed.out.find('\n', begin);
      most = std::max(most, columns_of(printed.out.substr(begin, end - begin)));
      begin = end + 1;
    }
    return most;
  };
  CHECK(widest(110) > 80);
  CHECK(widest(110) <= 110);
}
