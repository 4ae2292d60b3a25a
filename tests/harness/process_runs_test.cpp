#include "moebench/harness/process_runs.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <thread>
#include <vector>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/fake_machine.hpp"

using moebench::core::Error;
using moebench::core::ErrorKind;
using moebench::harness::capture_run;
using moebench::harness::ProcessRequest;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds k_enough{60000};

ProcessRequest shell(const std::string& script, milliseconds time_limit = k_enough) {
  return {"/bin/sh", {"-c", script}, time_limit};
}

std::string output_of(const ProcessRequest& request) {
  const auto output = capture_run(request);
  REQUIRE_MESSAGE(output.has_value(), (output ? "" : output.error().message));
  return *output;
}

Error error_of(const ProcessRequest& request) {
  const auto output = capture_run(request);
  REQUIRE_FALSE(output.has_value());
  CHECK(output.error().kind == ErrorKind::input);
  CHECK(output.error().subject == request.program);
  return output.error();
}

std::ptrdiff_t open_descriptors() {
  return std::distance(std::filesystem::directory_iterator{"/proc/self/fd"}, std::filesystem::directory_iterator{});
}

bool has_children() {
  return waitpid(-1, nullptr, WNOHANG) != -1 || errno != ECHILD;
}

/// Makes orphans of our children our own, so that a test can wait for their end.
class Subreaper {
 public:
  Subreaper() { prctl(PR_SET_CHILD_SUBREAPER, 1); }
  Subreaper(const Subreaper&) = delete;
  Subreaper& operator=(const Subreaper&) = delete;
  ~Subreaper() { prctl(PR_SET_CHILD_SUBREAPER, 0); }
};

/// The signal that ended `pid`, waiting for it; 0 when it ended by itself.
int signal_that_ended(pid_t pid) {
  siginfo_t info{};
  REQUIRE(waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED) == 0);
  return info.si_code == CLD_KILLED ? info.si_status : 0;
}

}  // namespace

TEST_CASE("a run gives what the program wrote to standard output and nothing of its standard error") {
  CHECK(output_of(shell("echo one; echo noise >&2; printf two")) == "one\ntwo");
  CHECK(output_of(shell("exit 0")).empty());
}

TEST_CASE("a program without a slash is searched in the path and gets its arguments as they are") {
  CHECK(output_of({"printf", {"%s|", "a b", "", "$HOME"}, k_enough}) == "a b||$HOME|");
}

TEST_CASE("a program with a slash is not searched in the path") {
  const std::string path = std::getenv("PATH");
  setenv("PATH", "/", 1);
  const auto relative = capture_run({"bin/sh", {"-c", "echo x"}, k_enough});
  const auto absolute = capture_run(shell("echo x"));
  setenv("PATH", path.c_str(), 1);
  CHECK_FALSE(relative.has_value());
  CHECK(absolute == "x\n");
}

TEST_CASE("bytes of value zero and five megabytes come through unchanged") {
  CHECK(output_of(shell("printf 'a\\000b'")) == std::string("a\0b", 3));
  const auto output = output_of(shell("head -c 5242880 /dev/zero | tr '\\0' x"));
  CHECK(output.size() == 5242880);
  CHECK(std::ranges::count(output, 'x') == 5242880);
}

TEST_CASE("another exit status than zero is an error with the last lines of standard error") {
  const auto error = error_of(shell("echo lost; echo first >&2; echo last >&2; exit 3"));
  CHECK(
      error.message ==
      "exited with status 3, expected 0. Run the same command by hand to see why. Its standard error ends:\n  first\n  "
      "last");
}

TEST_CASE("of a long standard error the last ten lines are kept") {
  const auto error = error_of(shell("i=0; while [ $i -lt 3000 ]; do i=$((i+1)); echo line $i >&2; done; exit 1"));
  CHECK(error.message.contains("ends:\n  line 2991\n"));
  CHECK(error.message.ends_with("\n  line 3000"));
}

TEST_CASE("one endless line of standard error is cut to its end") {
  const auto error = error_of(shell("head -c 100000 /dev/zero | tr '\\0' y >&2; exit 1"));
  CHECK(std::ranges::count(error.message, 'y') > 4000);
  CHECK(error.message.size() < 5000);
}

TEST_CASE("a silent failure says that there was nothing on standard error") {
  CHECK(error_of(shell("exit 255")).message.ends_with("It wrote nothing to standard error."));
}

TEST_CASE("a run that came to its own end is given with its status and both outputs") {
  const auto run = moebench::harness::run_to_end(shell("echo out; echo err >&2; exit 3")).value();
  CHECK(run.status == 3);
  CHECK(run.output == "out\n");
  CHECK(run.errors == "err\n");
  CHECK(run.ending == "exited with status 3");
  const auto killed = moebench::harness::run_to_end(shell("kill -KILL $$")).value();
  CHECK_FALSE(killed.status.has_value());
  CHECK(killed.ending == "was ended by signal 9 (SIGKILL)");
}

TEST_CASE("a signal is named") {
  CHECK(error_of(shell("kill -USR1 $$")).message.starts_with("was ended by signal 10 (SIGUSR1), expected 0."));
  CHECK(error_of(shell("kill -KILL $$")).message.starts_with("was ended by signal 9 (SIGKILL)"));
}

TEST_CASE("a program that is missing or not executable cannot be started") {
  CHECK(error_of({"/no/such/program", {}, k_enough})
            .message.starts_with("cannot be started: No such file or directory."));
  CHECK(error_of({"no-such-program-anywhere", {}, k_enough}).message.contains("No such file or directory"));
  CHECK(error_of({"", {}, k_enough}).message.contains("No such file or directory"));
  CHECK(error_of({"/dev/null", {}, k_enough}).message.starts_with("cannot be started: Permission denied."));
}

TEST_CASE("an argument list that the kernel refuses is an error") {
  CHECK(error_of({"/bin/true", {std::string(8 << 20, 'x')}, k_enough}).message.contains("Argument list too long"));
}

TEST_CASE("a flood on both outputs blocks neither") {
  const auto output = output_of(shell("(yes out | head -c 3000000) & (yes err | head -c 3000000) >&2; wait"));
  CHECK(output.size() == 3000000);
}

TEST_CASE("standard input is empty") {
  const FakeMachine folder;
  folder.file("text", "not for the program");
  const int before = dup(STDIN_FILENO);
  const int text = open((folder.root() / "text").c_str(), O_RDONLY | O_CLOEXEC);
  dup2(text, STDIN_FILENO);
  const auto output = capture_run(shell("cat && echo end"));
  dup2(before, STDIN_FILENO);
  close(before);
  close(text);
  CHECK(output == "end\n");
}

TEST_CASE("output beyond the limit is an error and output up to it is not") {
  auto request = shell("printf 12345678");
  request.output_limit = 8;
  CHECK(output_of(request) == "12345678");
  request.output_limit = 7;
  CHECK(error_of(request).message.starts_with("wrote more than 7 bytes to standard output and was killed."));
  request = shell("yes");
  request.output_limit = 1000000;
  CHECK(error_of(request).message.contains("1000000"));
}

TEST_CASE("the time limit kills the whole group although it ignores SIGTERM and a grandchild holds the outputs") {
  const Subreaper subreaper;
  const auto error = error_of(shell("trap '' TERM; sleep 30 & echo $! >&2; exec sleep 30", milliseconds{1000}));
  CHECK(error.message.starts_with("did not end within 1000 ms and was killed."));
  const auto grandchild = error.message.rfind("\n  ");
  REQUIRE(grandchild != std::string::npos);
  CHECK(signal_that_ended(std::stoi(error.message.substr(grandchild))) == SIGKILL);
  CHECK_FALSE(has_children());
}

TEST_CASE("the time limit holds against a flood that never lets the outputs run dry") {
  CHECK(error_of(shell("yes >&2", milliseconds{200})).message.starts_with("did not end within 200 ms"));
}

TEST_CASE("the time limit holds for a program that closed its outputs") {
  CHECK(error_of(shell("exec >&- 2>&-; exec sleep 30", milliseconds{200})).message.starts_with("did not end within"));
}

TEST_CASE("a time limit of zero leaves no time and the longest one does not overflow") {
  CHECK(error_of(shell("exec sleep 30", milliseconds{0})).message.starts_with("did not end within 0 ms"));
  CHECK(error_of(shell("exec sleep 30", milliseconds::min())).message.starts_with("did not end within -"));
  CHECK(output_of(shell("echo x", milliseconds::max())) == "x\n");
}

TEST_CASE("what a program leaves behind in its group does not outlive the run") {
  const Subreaper subreaper;
  const auto output = output_of(shell("sleep 30 >/dev/null 2>&1 & echo $!"));
  CHECK(signal_that_ended(std::stoi(output)) == SIGKILL);
}

TEST_CASE("the program dies when its caller is killed") {
  const Subreaper subreaper;
  const FakeMachine folder;
  const std::string fifo = folder.root() / "pid";
  REQUIRE(mkfifo(fifo.c_str(), 0600) == 0);
  const pid_t caller = fork();
  REQUIRE(caller >= 0);
  if (caller == 0) {
    static_cast<void>(capture_run(shell("echo $$ >" + fifo + "; exec sleep 30")));
    _exit(0);
  }
  pid_t program = 0;
  std::ifstream{fifo} >> program;
  REQUIRE(program > 0);
  kill(caller, SIGKILL);
  CHECK(signal_that_ended(caller) == SIGKILL);
  CHECK(signal_that_ended(program) == SIGKILL);
}

TEST_CASE("the program leads a process group of its own") {
  const auto output = output_of(shell("echo $(cut -d' ' -f5 /proc/$$/stat) $$"));
  const auto space = output.find(' ');
  REQUIRE(space != std::string::npos);
  CHECK(output.substr(0, space) + "\n" == output.substr(space + 1));
}

TEST_CASE("the program inherits no descriptor but its three streams") {
  REQUIRE(dup2(STDERR_FILENO, 42) == 42);  // without O_CLOEXEC
  CHECK(output_of(shell("i=0; while [ $i -lt 99 ]; do [ -e /proc/$$/fd/$i ] && echo $i; i=$((i+1)); done; true")) ==
        "0\n1\n2\n");
  close(42);
}

TEST_CASE("the program starts with no signal blocked and broken pipes deadly") {
  sigset_t blocked;
  sigset_t before;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGUSR1);
  pthread_sigmask(SIG_BLOCK, &blocked, &before);
  struct sigaction ignore {};
  struct sigaction previous {};
  ignore.sa_handler = SIG_IGN;
  sigaction(SIGPIPE, &ignore, &previous);
  const auto status = output_of({"cat", {"/proc/self/status"}, k_enough});
  sigaction(SIGPIPE, &previous, nullptr);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  CHECK(status.contains("SigBlk:\t0000000000000000\n"));
  const auto ignored = status.find("SigIgn:\t");
  REQUIRE(ignored != std::string::npos);
  CHECK((std::stoull(status.substr(ignored + 8), nullptr, 16) >> (SIGPIPE - 1) & 1) == 0);
}

TEST_CASE("a caller without standard streams of its own can run programs") {
  const int input = dup(STDIN_FILENO);
  const int errors = dup(STDERR_FILENO);
  close(STDIN_FILENO);
  close(STDERR_FILENO);
  const auto good = capture_run(shell("cat && echo out && echo err >&2"));
  const auto bad = capture_run(shell("echo err >&2; exit 1"));
  dup2(input, STDIN_FILENO);
  dup2(errors, STDERR_FILENO);
  close(input);
  close(errors);
  CHECK(good == "out\n");
  REQUIRE_FALSE(bad.has_value());
  CHECK(bad.error().message.ends_with("\n  err"));
}

TEST_CASE("a caller that ignores SIGCHLD is told that no exit status can be had") {
  struct sigaction ignore {};
  struct sigaction previous {};
  ignore.sa_handler = SIG_IGN;
  sigaction(SIGCHLD, &ignore, &previous);
  const auto output = capture_run(shell("echo x"));
  sigaction(SIGCHLD, &previous, nullptr);
  REQUIRE_FALSE(output.has_value());
  CHECK(output.error().message.contains("SIGCHLD is ignored"));
}

TEST_CASE("a caller without free descriptors gets an error and keeps its own") {
  const auto before = open_descriptors();
  rlimit limit{};
  REQUIRE(getrlimit(RLIMIT_NOFILE, &limit) == 0);
  const rlimit few{std::min<rlim_t>(limit.rlim_cur, 256), limit.rlim_max};
  REQUIRE(setrlimit(RLIMIT_NOFILE, &few) == 0);
  std::vector<int> taken;
  for (int fd = dup(STDOUT_FILENO); fd >= 0; fd = dup(STDOUT_FILENO)) {
    taken.push_back(fd);
  }
  std::vector<std::string> messages;
  // Eight are needed: standard input, three pipes, and the one that tells of the exit.
  for (std::size_t free = 0; free <= 8; ++free) {
    const auto output = capture_run(shell("echo x"));
    messages.push_back(output ? *output : output.error().message);
    close(taken.back());
    taken.pop_back();
  }
  std::ranges::for_each(taken, close);
  setrlimit(RLIMIT_NOFILE, &limit);
  CHECK(messages.front().starts_with("cannot be started: Too many open files."));
  CHECK(messages[7].starts_with("cannot be started: Too many open files."));
  CHECK(messages[8] == "x\n");
  CHECK(open_descriptors() == before);
  CHECK_FALSE(has_children());
}

TEST_CASE("neither descriptors nor zombies are left after any way to end") {
  const auto before = open_descriptors();
  for (int i = 0; i < 20; ++i) {
    static_cast<void>(capture_run(shell("echo x")));
    static_cast<void>(capture_run(shell("exit 1")));
    static_cast<void>(capture_run(shell("kill -KILL $$")));
    static_cast<void>(capture_run(shell("exec sleep 30", milliseconds{1})));
    static_cast<void>(capture_run({"/no/such/program", {}, k_enough}));
  }
  CHECK(open_descriptors() == before);
  CHECK_FALSE(has_children());
}

TEST_CASE("several threads run programs at once while others allocate") {
  std::atomic<bool> done = false;
  std::atomic<int> wrong = 0;
  {
    std::vector<std::jthread> allocating;
    for (int i = 0; i < 2; ++i) {
      allocating.emplace_back([&] {
        while (!done) {
          std::vector<std::string> words(64, std::string(100, 'w'));
          std::this_thread::yield();
        }
      });
    }
    {
      std::vector<std::jthread> running;
      for (int i = 0; i < 4; ++i) {
        running.emplace_back([&wrong, i] {
          for (int round = 0; round < 10; ++round) {
            const auto text = std::to_string(i) + " " + std::to_string(round);
            wrong += capture_run(shell("echo " + text)) == text + "\n" ? 0 : 1;
          }
        });
      }
    }
    done = true;
  }
  CHECK(wrong == 0);
  CHECK_FALSE(has_children());
}
