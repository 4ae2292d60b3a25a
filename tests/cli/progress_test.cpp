// How far a measurement is, on a terminal's standard error. The clock is a file that the stand-in for the fresh runs
// sets forward.
#include <cstdlib>
#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "cli/program.hpp"

using cli_test::contains;
using cli_test::Printed;
using cli_test::run_in_terminal;
using cli_test::script_program;
using cli_test::TerminalSetting;
using test::content;
using test::set_content;
using test::TemporaryFolder;

namespace {

/// A clock of milliseconds that stands in a file.
class FileClock {
 public:
  explicit FileClock(const TemporaryFolder& folder) : file_{(folder / "clock").string()} { set_content(file_, "0"); }

  /// A program that does as the real one and takes so many milliseconds of this clock.
  std::string program(const TemporaryFolder& folder, const std::string& milliseconds) const {
    return script_program(folder, fmt::format("{} \"$@\"\nstatus=$?\necho $(($(cat {}) + {})) >{}.new; mv {}.new {}\n"
                                              "exit $status",
                                              MOEBENCH_PROGRAM, file_, milliseconds, file_, file_, file_));
  }

  TerminalSetting terminal(std::size_t width = 80) const {
    return {.show_progress = true, .progress_width = width, .now = [file = file_] {
              return std::chrono::milliseconds{std::atoll(content(file).c_str())};
            }};
  }

 private:
  std::string file_;
};

std::vector<std::string> overflow(const std::string& runs) {
  return {"overflow", "--rounds", "3", "--runs", runs};
}

/// A command of a gate that takes a second of the clock in the folder.
std::string second_of(const TemporaryFolder& folder) {
  return "sh " +
         set_content(folder / "command.sh",
                     fmt::format("echo $(($(cat {0}) + 1000)) >{0}.new; mv {0}.new {0}\n"
                                 R"(echo '{{"config": {{}}, "results": [{{"name": "b", "samples_us": [1.0]}}]}}')",
                                 (folder / "clock").string()));
}

/// The last line that was written over others and holds this.
std::string last_progress(const std::string& err, const std::string& with) {
  const std::size_t at = err.rfind(with);
  const std::size_t begin = err.rfind("\r\x1b[K", at) + 4;
  return at == std::string::npos ? "" : err.substr(begin, err.find('\r', begin) - begin);
}

}  // namespace

TEST_CASE("runs show their share, what has passed and what is left, and are cleared at the end") {
  const TemporaryFolder folder;
  const FileClock clock{folder};
  const Printed printed = run_in_terminal(overflow("3"), clock.terminal(), clock.program(folder, "10000"));
  CHECK(printed.status == 0);
  CHECK(contains(printed.err, "\r\x1b[Krun 2 of 3 [######..............] 33 % 0:10, about 0:20 left"));
  CHECK(contains(printed.err, "\r\x1b[Krun 3 of 3 [#############.......] 67 % 0:20, about 0:10 left\r\x1b[K"));
}

TEST_CASE("nothing is shown in the first two seconds") {
  const TemporaryFolder folder;
  const FileClock clock{folder};
  const Printed printed = run_in_terminal(overflow("3"), clock.terminal(), clock.program(folder, "900"));
  CHECK_FALSE(contains(printed.err, "run "));
}

TEST_CASE("nothing is shown with --quiet, nor where standard error is no terminal") {
  const TemporaryFolder folder;
  const FileClock clock{folder};
  const std::string program = clock.program(folder, "10000");
  auto quiet = overflow("3");
  quiet.emplace_back("--quiet");
  CHECK(run_in_terminal(quiet, clock.terminal(), program).err.empty());
  TerminalSetting file = clock.terminal();
  file.show_progress = false;
  CHECK_FALSE(contains(run_in_terminal(overflow("3"), file, program).err, "\r"));
}

TEST_CASE("a line never fills its terminal, however narrow") {
  const TemporaryFolder folder;
  const FileClock clock{folder};
  for (const std::size_t width : {1U, 20U, 40U, 60U}) {
    CAPTURE(width);
    set_content(folder / "clock", "0");
    const Printed printed = run_in_terminal(overflow("2"), clock.terminal(width), clock.program(folder, "10000"));
    std::size_t columns = 0;
    for (const char c : printed.err.substr(0, printed.err.find("moebench: "))) {
      columns = c == '\r' ? 0 : columns + 1;
      CHECK(columns < width + 3);  // the three of the sequence that clears the line take no column
    }
  }
}

TEST_CASE("parts of the suite are each expected to take what they took before") {
  const TemporaryFolder folder;
  const FileClock clock{folder};
  // Router and its lifecycle 100 s each, the six others 1 s each.
  const std::string program = clock.program(folder, "$(case $1 in router) echo 100000;; *) echo 1000;; esac)");
  const Printed printed = run_in_terminal({"suite", "--quick", "--runs", "2", "--results", (folder / "r").string()},
                                          clock.terminal(), program);
  CHECK(printed.status == 0);
  const std::string last = last_progress(printed.err, "run 2 of 2");
  CAPTURE(last);
  CHECK(contains(printed.err, "50 % 3:26, about 3:26 left"));
  CHECK(contains(
      last, contains(last, "2: router") || contains(last, "2: lifecycle") ? "about 1:40 left" : "about 0:01 left"));
}

TEST_CASE("a gate shows the most that it may take") {
  const TemporaryFolder folder;
  const FileClock clock{folder};
  const std::string command = second_of(folder);
  const Printed printed = run_in_terminal(
      {"ab", "--baseline", command, "--candidate", command, "--blocks", "40", "--time-budget", "30"}, clock.terminal());
  // Two seconds a block, after two of rehearsal: 28 of the 30 seconds are left after the first one.
  CHECK(contains(printed.err, "block 2 of 40 at most ["));
  CHECK(contains(printed.err, "at most 0:28 left"));
}

TEST_CASE("a bootstrap says that it draws, for as long as it takes") {
  const TemporaryFolder folder;
  const std::string a = (folder / "a.txt").string();
  const std::string b = (folder / "b.txt").string();
  set_content(a, "1\n2\n3\n4\n5\n");
  set_content(b, "2\n3\n4\n5\n6\n");
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"stats", a, "--format", "json"},
                                                    {"compare", a, b, "--format", "json"}}) {
    auto drawing = arguments;
    drawing.insert(drawing.end(), {"--bootstrap", "1000"});
    std::chrono::seconds time{0};
    const TerminalSetting slow{
        .show_progress = true, .progress_width = 80, .now = [&time] { return time += std::chrono::seconds{3}; }};
    const Printed seen = run_in_terminal(drawing, slow);
    CHECK(seen.status == 0);
    CHECK(contains(seen.err, "\r\x1b[Kbootstrap ["));
    CHECK(seen.out == run_in_terminal(drawing, {}).out);
    CHECK_FALSE(contains(run_in_terminal(arguments, slow).err, "bootstrap ["));
  }
}

TEST_CASE("a gate whose blocks do not fit its time shows how many it measures all the same") {
  const TemporaryFolder folder;
  const FileClock clock{folder};
  const std::string command = second_of(folder);
  const Printed printed =
      run_in_terminal({"ab", "--baseline", command, "--candidate", command, "--time-budget", "0"}, clock.terminal());
  CHECK(contains(printed.err, "block 2 of 7, about "));
  CHECK(contains(printed.err, "at most 0:12 left"));  // six blocks of two seconds
}
