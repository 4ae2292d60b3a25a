// Ctrl-C while a command measures: what was complete is kept, and no more is claimed of it. A script stands in for the
// fresh runs: it interrupts this program when it is called the n-th time, and never ends by itself then.
#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <pty.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/program.hpp"
#include "moebench/core/warning.hpp"
#include "moebench/io/calibration_json.hpp"
#include "moebench/io/result_file.hpp"

using cli_test::contains;
using cli_test::Printed;
using cli_test::run;
using cli_test::script_program;
using moebench::core::WarningCode;
using test::content;
using test::set_content;
using test::TemporaryFolder;

namespace {

/// Lines of sh that count the calls in the folder and, in the call number `interrupted`, interrupt who started it.
std::string counting(const TemporaryFolder& folder, int interrupted, const std::string& signal = "INT") {
  const std::string counter = (folder / "calls").string();
  set_content(counter, "0");
  return fmt::format(
      "n=$(cat {0}); n=$((n + 1)); echo $n >{0}\n"
      "if [ $n -eq {1} ]; then kill -{2} $PPID; exec tail -f /dev/null; fi\n",
      counter, interrupted, signal);
}

/// That, and then the real program.
std::string interrupting_program(const TemporaryFolder& folder, int interrupted, const std::string& signal = "INT") {
  return script_program(folder, counting(folder, interrupted, signal) + "exec " MOEBENCH_PROGRAM " \"$@\"");
}

/// A command for ab that prints a result file of one run.
std::string interrupting_command(const TemporaryFolder& folder, int interrupted) {
  return "sh " + set_content(folder / "command.sh",
                             counting(folder, interrupted) +
                                 R"(echo '{"config": {}, "results": [{"name": "bench", "samples_us": [100.0]}]}')");
}

bool no_child_is_left() {
  return waitpid(-1, nullptr, WNOHANG) == -1;
}

bool is_warned(const moebench::core::ResultSet& set, const std::string& message) {
  return std::ranges::all_of(set.results, [&](const moebench::core::BenchmarkResult& result) {
    return std::ranges::any_of(result.warnings, [&](const moebench::core::Warning& warning) {
      return warning.code == WarningCode::interrupted && warning.message.starts_with(message);
    });
  });
}

}  // namespace

TEST_CASE("an interrupted scenario keeps the runs that were completed, as if there had been no more") {
  for (const char* signal : {"INT", "TERM"}) {
    CAPTURE(signal);
    const TemporaryFolder folder;
    const std::string saved = (folder / "saved.json").string();
    const Printed printed =
        run({"overflow", "--rounds", "3", "--runs", "5", "--save", saved}, interrupting_program(folder, 3, signal));
    CHECK(printed.status == 130);
    CHECK(contains(printed.err, "interrupted after 2 of 5 runs; these are reported and saved"));
    CHECK(printed.out.starts_with("**INTERRUPTED** after 2 of 5 runs."));
    CHECK(content(folder / "calls") == "3\n");
    CHECK(no_child_is_left());
    const auto set = moebench::io::read_result_file(saved);
    REQUIRE(set.has_value());
    CHECK(set->config.text("runs") == "2");
    CHECK(set->config.text("runs_planned") == "5");
    CHECK(set->results.front().series.runs.size() == 2);
    CHECK(is_warned(*set, "interrupted after 2 of 5 runs"));
  }
}

TEST_CASE("a scenario that runs to its end has no such warning") {
  const TemporaryFolder folder;
  const std::string saved = (folder / "saved.json").string();
  CHECK(run({"overflow", "--rounds", "3", "--runs", "2", "--save", saved}).status == 0);
  const auto set = moebench::io::read_result_file(saved);
  REQUIRE(set.has_value());
  CHECK_FALSE(is_warned(*set, "interrupted"));
  CHECK(set->config.find("runs_planned") == nullptr);
}

TEST_CASE("a scenario that is interrupted in its first run touches no file") {
  const TemporaryFolder folder;
  const std::string saved = set_content(folder / "saved.json", "earlier");
  const Printed printed = run({"overflow", "--runs", "5", "--save", saved, "--output", (folder / "out.md").string()},
                              interrupting_program(folder, 1));
  CHECK(printed.status == 130);
  CHECK(contains(printed.err, "nothing was measured, and no file was written"));
  CHECK(printed.out.empty());
  CHECK(content(saved) == "earlier");
  CHECK_FALSE(std::filesystem::exists(folder / "out.md"));
  CHECK(no_child_is_left());
}

TEST_CASE("an interrupted suite keeps whole turns, so that every part has as many runs") {
  const TemporaryFolder folder;
  const std::filesystem::path results = folder / "results";
  // Eight parts: the third run of the second turn.
  const Printed printed =
      run({"suite", "--quick", "--runs", "3", "--results", results.string()}, interrupting_program(folder, 11));
  CHECK(printed.status == 130);
  CHECK(contains(printed.err, "interrupted after 1 of 3 runs; these are reported and saved"));
  CHECK(printed.out.starts_with("# MoE Benchmarks\n\n**INTERRUPTED** after 1 of 3 runs."));
  CHECK(content(results / "report.md") == printed.out);
  CHECK(contains(content(results / "report.html"), "after 1 of 3 runs."));
  for (const char* name : {"router", "lifecycle", "overflow", "registry", "mixed", "dispatch", "infer", "null"}) {
    CAPTURE(name);
    const auto set = moebench::io::read_result_file(results / (std::string{name} + ".json"));
    REQUIRE(set.has_value());
    CHECK(set->config.text("runs") == "1");
    CHECK(set->config.text("runs_planned") == "3");
    CHECK(set->results.front().series.runs.size() == 1);
    CHECK(is_warned(*set, "interrupted after 1 of 3 runs"));
  }
  CHECK(no_child_is_left());
}

TEST_CASE("a suite that is interrupted in its first turn touches no file") {
  const TemporaryFolder folder;
  const Printed printed = run({"suite", "--quick", "--runs", "3", "--results", (folder / "results").string()},
                              interrupting_program(folder, 5));
  CHECK(printed.status == 130);
  CHECK(contains(printed.err, "nothing was measured"));
  CHECK_FALSE(std::filesystem::exists(folder / "results/report.md"));
}

TEST_CASE("an interrupted gate does not pass, whatever it has seen") {
  const TemporaryFolder folder;
  const std::string command = interrupting_command(folder, 2 + 2 * 9);  // after the rehearsal and 8 blocks
  const std::string junit = (folder / "junit.xml").string();
  const Printed printed = run({"ab", "--baseline", command, "--candidate", command, "--blocks", "40", "--time-budget",
                               "600", "--junit", junit, "--save", (folder / "saved").string()});
  CHECK(printed.status == 130);
  CHECK(contains(printed.out, "**INTERRUPTED**: "));
  CHECK(contains(printed.out, "8 blocks, each a fresh process"));
  CHECK(contains(printed.out, "it was interrupted at look"));
  CHECK(contains(printed.err, "the gate was interrupted"));
  CHECK(contains(content(junit), "errors=\"1\""));
  CHECK(contains(content(junit), "<error message=\"interrupted before it was complete\"/>"));
  const auto set = moebench::io::read_result_file(folder / "saved/candidate.json");
  REQUIRE(set.has_value());
  CHECK(set->results.front().series.runs.size() == 8);
  CHECK(is_warned(*set, "interrupted after 8 of 40 runs"));
  CHECK(no_child_is_left());
}

TEST_CASE("a gate that is interrupted before a block is complete says that nothing was measured") {
  for (const int call : {1, 2, 3, 4}) {
    CAPTURE(call);
    const TemporaryFolder folder;
    const std::string command = interrupting_command(folder, call);
    const Printed printed = run({"ab", "--baseline", command, "--candidate", command, "--format", "json"});
    CHECK(printed.status == 130);
    CHECK(printed.out.empty());
    CHECK(contains(printed.err, "nothing was measured"));
  }
}

TEST_CASE("a check that measures now does not pass when it is interrupted") {
  const TemporaryFolder folder;
  const std::string baseline = (folder / "baseline.json").string();
  REQUIRE(run({"overflow", "--rounds", "3", "--runs", "2", "--save", baseline, "--quiet"}).status == 0);
  const Printed printed =
      run({"check", "--baseline", baseline, "--runs", "5", "--format", "json"}, interrupting_program(folder, 3));
  CHECK(printed.status == 130);
  CHECK(contains(printed.out, "\"interrupted\": true"));
}

TEST_CASE("an interrupted calibration is made of the gates that were whole, if any") {
  const TemporaryFolder folder;
  const std::string saved = (folder / "calibration.json").string();
  const auto calibrate = [&](int interrupted) {
    return run({"calibrate", "--command", interrupting_command(folder, interrupted), "--gates", "3", "--blocks", "8",
                "--save", saved});
  };
  const Printed nothing = calibrate(2 + 2 * 8);
  CHECK(nothing.status == 130);
  CHECK(contains(nothing.err, "before the first gate was complete"));
  CHECK_FALSE(std::filesystem::exists(saved));
  const Printed some = calibrate(2 + 2 * 8 + 3);
  CHECK(some.status == 130);
  CHECK(contains(some.err, "interrupted after 1 of 3 gates"));
  const auto calibration = moebench::io::read_calibration(saved);
  REQUIRE(calibration.has_value());
  CHECK(calibration->gates == 1);
}

namespace {

/// The program in a terminal of its own, with what was typed.
class InTerminal {
 public:
  explicit InTerminal(const std::vector<std::string>& arguments) {
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    winsize size{.ws_row = 24, .ws_col = 60, .ws_xpixel = 0, .ws_ypixel = 0};
    std::vector<std::string> words{MOEBENCH_PROGRAM};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> pointers;
    for (std::string& word : words) {
      pointers.push_back(word.data());
    }
    pointers.push_back(nullptr);
    pid_ = forkpty(&terminal_, nullptr, nullptr, &size);
    if (pid_ == 0) {
      execv(pointers.front(), pointers.data());
      _exit(127);
    }
  }
  InTerminal(const InTerminal&) = delete;
  InTerminal& operator=(const InTerminal&) = delete;
  ~InTerminal() {
    close(terminal_);
    prctl(PR_SET_CHILD_SUBREAPER, 0);
  }

  /// Reads until the screen has shown `text` or the program has closed it. Whether it has.
  bool wait_for(const std::string& text) {
    char buffer[4096];
    while (!contains(screen_, text)) {
      const ssize_t got = read(terminal_, buffer, sizeof buffer);
      if (got <= 0) {
        return false;
      }
      screen_.append(buffer, static_cast<std::size_t>(got));
    }
    return true;
  }

  void type(char key) const { REQUIRE(write(terminal_, &key, 1) == 1); }

  /// Reads to the end and gives the exit status; -1 where a signal ended it.
  int status() {
    wait_for("\x04 is never shown");
    int status = 0;
    REQUIRE(waitpid(pid_, &status, 0) == pid_);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  const std::string& screen() const { return screen_; }

 private:
  int terminal_ = -1;
  pid_t pid_ = 0;
  std::string screen_;
};

}  // namespace

TEST_CASE("Ctrl-C in a terminal: the real program reports and saves its completed runs and leaves no process") {
  const TemporaryFolder folder;
  const std::string saved = (folder / "saved.json").string();
  InTerminal program{{"overflow", "--rounds", "2000", "--runs", "100000", "--save", saved}};
  // Progress is there after two seconds; the share of what is done, once a run is.
  REQUIRE(program.wait_for(" left"));
  program.type('\x03');
  CHECK(program.status() == 130);
  CHECK(no_child_is_left());
  CHECK(contains(program.screen(), "of 100000 runs; these are reported and saved"));
  CHECK(contains(program.screen(), "3. Capacity Overflow Fallback"));
  CHECK_FALSE(contains(program.screen(), "## 3."));  // text, for a terminal
  const auto set = moebench::io::read_result_file(saved);
  REQUIRE(set.has_value());
  CHECK(set->config.text("runs") == std::to_string(set->results.front().series.runs.size()));
  CHECK(is_warned(*set, "interrupted after " + set->config.text("runs") + " of 100000 runs"));
}
