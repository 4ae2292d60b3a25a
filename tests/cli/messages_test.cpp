// Messages on standard error: what spoils measurements in a line each, and lines that fit the terminal.
#include <sstream>
#include <string>

#include <doctest/doctest.h>

#include "cli/program.hpp"
#include "hazard_note.hpp"

using cli_test::contains;
using cli_test::Printed;
using cli_test::run;
using cli_test::run_in_terminal;
using moebench::core::WarningCode;
using test::set_content;
using test::TemporaryFolder;

TEST_CASE("each hazard has a remedy that fits a line with its code") {
  for (const WarningCode code :
       {WarningCode::virtualised, WarningCode::unknown_governor, WarningCode::governor_not_performance,
        WarningCode::turbo_enabled, WarningCode::machine_busy, WarningCode::cpu_quota, WarningCode::cpu_steal,
        WarningCode::few_cores, WarningCode::swapping, WarningCode::debug_build, WarningCode::sanitized_build}) {
    const std::string note = moebench::cli::hazard_note({.code = code, .message = "", .remedy = "the long one"});
    CAPTURE(note);
    CHECK(note.starts_with(std::string{moebench::core::name(code)} + ": "));
    CHECK_FALSE(contains(note, "the long one"));
    CHECK(std::string{"moebench: "}.size() + note.size() < 80);
  }
}

TEST_CASE("a message is broken between words to the width of a terminal, and a line elsewhere") {
  const TemporaryFolder folder;
  const std::string list = set_content(folder / "list.txt", "1\n2\n3\n");
  const Printed narrow = run_in_terminal({"stats", list}, {.show_progress = true, .progress_width = 40});
  std::istringstream lines{narrow.err};
  std::string joined;
  for (std::string line; std::getline(lines, line);) {
    CAPTURE(line);
    CHECK((line.size() <= 40 || line.find(' ', line.find_first_not_of(' ')) == std::string::npos ||
           contains(line, list)));
    joined += joined.empty() ? line : " " + line.substr(line.find_first_not_of(' '));
  }
  CHECK(narrow.err.find("\n  ") != std::string::npos);
  CHECK(joined + "\n" == run({"stats", list}).err);
}

TEST_CASE("lines of a message stay lines") {
  const TemporaryFolder folder;
  const std::string file = set_content(
      folder / "a.json",
      R"({"config": {}, "results": [{"name": "one", "samples_us": [1, 2]}, {"name": "other", "samples_us": [1, 2]}]})");
  const Printed printed =
      run_in_terminal({"compare", file, file, "--match", "ohter=one"}, {.show_progress = true, .progress_width = 200});
  CHECK(printed.status == 2);
  CHECK(contains(printed.err, "\nThe candidate has:\n  other\n  one\nThe baseline has:\n  one\n  other\n"));
}
