// What the two signals do. A child of the test raises them where the program is to end.
#include "moebench/harness/interrupts.hpp"

#include <csignal>
#include <functional>
#include <string>

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "moebench/harness/process_runs.hpp"
#include "temporary_folder.hpp"

using moebench::harness::interrupt_event;
using moebench::harness::InterruptHandler;
using moebench::harness::OnInterrupt;
using moebench::harness::run_to_end;

namespace {

constexpr std::chrono::milliseconds k_long_enough{60'000};

/// How a child that does this and then exits with 7 ends, as waitpid tells it.
int ending_of_child(const std::function<void()>& work) {
  const pid_t pid = fork();
  if (pid == 0) {
    // Not what the child says on its way out.
    close(STDERR_FILENO);
    work();
    _exit(7);
  }
  int status = 0;
  REQUIRE(waitpid(pid, &status, 0) == pid);
  return status;
}

}  // namespace

TEST_CASE("the first signal of either kind is remembered while a handler lives") {
  for (const int signal : {SIGINT, SIGTERM}) {
    CAPTURE(signal);
    {
      const InterruptHandler handler{OnInterrupt::remember};
      CHECK_FALSE(InterruptHandler::interrupted());
      CHECK(interrupt_event() >= 0);
      raise(signal);
      CHECK(InterruptHandler::interrupted());
    }
    CHECK(interrupt_event() == -1);
    const InterruptHandler next{OnInterrupt::remember};
    CHECK_FALSE(InterruptHandler::interrupted());
  }
}

TEST_CASE("what handled a signal before does so again") {
  struct sigaction before {};
  sigaction(SIGINT, nullptr, &before);
  { const InterruptHandler handler{OnInterrupt::remember}; }
  struct sigaction after {};
  sigaction(SIGINT, nullptr, &after);
  CHECK((before.sa_handler == after.sa_handler));
}

TEST_CASE("the second signal ends the program at once, also where it is the other one") {
  for (const int second : {SIGINT, SIGTERM}) {
    CAPTURE(second);
    const int status = ending_of_child([second] {
      const InterruptHandler handler{OnInterrupt::remember};
      raise(SIGINT);
      raise(second);
    });
    REQUIRE(WIFSIGNALED(status));
    CHECK(WTERMSIG(status) == second);
  }
}

TEST_CASE("where nothing can be kept the first signal ends the program with status 130") {
  const int status = ending_of_child([] {
    const InterruptHandler handler{OnInterrupt::end};
    raise(SIGTERM);
  });
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 130);
}

TEST_CASE("a signal that was ignored stays ignored") {
  const int status = ending_of_child([] {
    signal(SIGINT, SIG_IGN);
    const InterruptHandler handler{OnInterrupt::end};
    raise(SIGINT);
  });
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 7);
}

TEST_CASE("a run is stopped by either signal, with what it started, and says why") {
  for (const char* signal : {"INT", "TERM"}) {
    CAPTURE(signal);
    const InterruptHandler handler{OnInterrupt::remember};
    const auto run = run_to_end(
        {.program = "/bin/sh",
         .arguments = {"-c", std::string{"tail -f /dev/null & kill -"} + signal + " $PPID; exec tail -f /dev/null"},
         .time_limit = k_long_enough});
    REQUIRE_FALSE(run.has_value());
    CHECK(run.error().message.find("this program was interrupted") != std::string::npos);
    CHECK(waitpid(-1, nullptr, WNOHANG) == -1);
  }
}

TEST_CASE("a silent run is heard of about once a second") {
  const test::TemporaryFolder folder;
  const std::string fifo = (folder / "fifo").string();
  REQUIRE(mkfifo(fifo.c_str(), 0600) == 0);
  int times = 0;
  // It ends only because the listener, on its first call, lets it.
  const auto run = run_to_end({.program = "/bin/sh",
                               .arguments = {"-c", "read line <" + fifo + "; echo $line"},
                               .time_limit = k_long_enough,
                               .each_second = [&] { times++ == 0 ? void(test::set_content(fifo, "told")) : void(); }});
  REQUIRE(run.has_value());
  CHECK(run->output == "told\n");
}
