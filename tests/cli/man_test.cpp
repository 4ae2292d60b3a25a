// Manual pages: what they hold, and what formatters say of them.
#include <filesystem>
#include <set>
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
using cli_test::Printed;
using cli_test::run;
using cli_test::run_program;
using moebench::cli::CommandText;
using test::content;
using test::set_content;
using test::TemporaryFolder;

TEST_CASE("a manual page has its sections, options with their defaults and the example") {
  const Printed page = run({"man", "router"});
  CHECK(page.status == 0);
  CHECK(page.out.starts_with(".TH MOEBENCH\\-ROUTER 1 "));
  for (const char* section : {"NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS", "EXAMPLES", "SEE ALSO"}) {
    CAPTURE(section);
    CHECK(contains(page.out, std::string{"\n.SH "} + section + "\n"));
  }
  CHECK(contains(page.out, "\n\\fB\\-\\-requests\\fR \\fIN\\fR\nRequests of each thread in a round\n(default: 1000)\n"));
  CHECK(contains(page.out, "One of: capacity\\-factor, power\\-of\\-two, top\\-1."));
  CHECK(contains(page.out, "\nmoebench router \\-\\-threads 10 "));
  CHECK(contains(page.out, "\n.BR moebench (1)\n"));
}

TEST_CASE("what roff would take for its own is escaped") {
  const std::string page = run({"man", "calc"}).out;
  CHECK(contains(page, "<<< \\(aq{\"p\": [0.01, 0.04, 0.03]}\\(aq\n"));
  for_every_command([](const CommandText& command) {
    std::vector<std::string> words{command.path};
    words.front() = "man";
    CAPTURE(command.name());
    CHECK_FALSE(contains(run(words).out, "\n'"));
  });
}

TEST_CASE("every command's page is written, and one command's with those under it") {
  const TemporaryFolder folder;
  const Printed all = run({"man", "--output-dir", (folder / "all").string()});
  CHECK(all.status == 0);
  CHECK(all.out.empty());
  std::size_t commands = 0;
  for_every_command([&](const CommandText& command) {
    ++commands;
    CHECK(std::filesystem::exists(folder / "all" / (command.name("-") + ".1")));
  });
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator{folder / "all"}) {
    names.insert(entry.path().filename());
  }
  CHECK(names.size() == commands);
  CHECK(names.contains("moebench-model-train.1"));
  CHECK(content(folder / "all/moebench-model-train.1") == run({"man", "model", "train"}).out);
  CHECK(run({"man", "history", "--output-dir", (folder / "some").string()}).status == 0);
  CHECK(std::distance(std::filesystem::directory_iterator{folder / "some"}, {}) == 5);
}

TEST_CASE("formatters find nothing to complain of in any page") {
  const TemporaryFolder folder;
  REQUIRE(run({"man", "--output-dir", folder.path().string()}).status == 0);
  const bool mandoc = is_installed("mandoc");
  const bool groff = is_installed("groff");
  for (const auto& entry : std::filesystem::directory_iterator{folder.path()}) {
    CAPTURE(entry.path().string());
    if (mandoc) {
      CHECK(run_program("mandoc", {"-T", "lint", "-W", "warning", entry.path().string()}).out == "");
    }
    if (groff) {
      CHECK(run_program("groff", {"-man", "-Tutf8", "-ww", "-z", entry.path().string()}).err == "");
    }
  }
}

TEST_CASE("the formatted page says what --help says") {
  if (!is_installed("mandoc")) {
    return;
  }
  const TemporaryFolder folder;
  const std::string page = set_content(folder / "page.1", run({"man", "model", "convert"}).out);
  const std::string text = run_program("sh", {"-c", "mandoc -T ascii -O width=200 \"$0\" | col -b", page}).out;
  for (const char* part : {"moebench-model-convert - ", "moebench model convert [OPTIONS] IN OUT", "--compression NAME",
                           "One of: none, zstd, zstd-19, lz4.", "moebench model convert model.apr model.safetensors"}) {
    CAPTURE(text);
    CAPTURE(part);
    CHECK(contains(text, part));
  }
}

TEST_CASE("a page of no command is refused, with the one that was likely meant") {
  const Printed printed = run({"man", "model", "trian"});
  CHECK(printed.status == 2);
  CHECK(printed.err ==
        "moebench: 'trian' is not a command of moebench model; did you mean 'train'? `moebench model --help` lists "
        "them\n");
}
