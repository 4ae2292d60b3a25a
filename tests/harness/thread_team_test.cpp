#include "moebench/harness/thread_team.hpp"

#include <algorithm>
#include <atomic>
#include <set>
#include <thread>
#include <vector>

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using moebench::harness::TeamRound;
using moebench::harness::ThreadTeam;
using moebench::harness::time_with_creation;

TEST_CASE("every thread of a team runs its body once in each round") {
  const auto owner = ThreadTeam::create(7).value();
  ThreadTeam& team = *owner;
  std::vector<int> calls(team.size());
  for (int round = 1; round <= 200; ++round) {
    team.run([&](std::size_t thread) { ++calls[thread]; });
    REQUIRE(std::ranges::all_of(calls, [&](int count) { return count == round; }));
  }
}

TEST_CASE("a round runs on the team's own threads and not on new ones") {
  const auto owner = ThreadTeam::create(4).value();
  ThreadTeam& team = *owner;
  std::vector<std::thread::id> first(4);
  std::vector<std::thread::id> second(4);
  team.run([&](std::size_t thread) { first[thread] = std::this_thread::get_id(); });
  team.run([&](std::size_t thread) { second[thread] = std::this_thread::get_id(); });
  CHECK(first == second);
  CHECK(std::set(first.begin(), first.end()).size() == 4);
  CHECK(std::ranges::find(first, std::this_thread::get_id()) == first.end());
}

TEST_CASE("all threads of a round are inside it at the same time") {
  constexpr int threads = 6;
  const auto owner = ThreadTeam::create(threads).value();
  ThreadTeam& team = *owner;
  for (int round = 0; round < 20; ++round) {
    std::atomic<int> inside{0};
    // Each waits for all others: this ends only when they were released together.
    team.run([&](std::size_t) {
      ++inside;
      while (inside < threads) {
        std::this_thread::yield();
      }
    });
    CHECK(inside == threads);
  }
}

TEST_CASE("the makespan covers every thread's own time") {
  const auto owner = ThreadTeam::create(3).value();
  ThreadTeam& team = *owner;
  const TeamRound round = team.run([](std::size_t thread) {
    std::atomic<std::uint64_t> spin{0};
    while (spin.fetch_add(1) < 20000 * (thread + 1)) {
    }
  });
  REQUIRE(round.threads.size() == 3);
  for (const auto& thread : round.threads) {
    CHECK(thread.wall_us > 0);
    CHECK(thread.cpu_us > 0);
    CHECK(thread.wall_us <= round.makespan_us);
  }
}

TEST_CASE("a team that never ran a round ends") {
  const auto owner = ThreadTeam::create(5).value();
  ThreadTeam& team = *owner;
  CHECK(team.size() == 5);
}

TEST_CASE("threads created inside the clock each run once") {
  std::atomic<int> calls{0};
  const auto duration_us = time_with_creation(9, [&](std::size_t thread) { calls += thread < 9 ? 1 : 100; });
  CHECK(calls == 9);
  CHECK(duration_us.value() > 0);
}

TEST_CASE("a team of no threads is refused") {
  const auto none = ThreadTeam::create(0);
  REQUIRE_FALSE(none.has_value());
  CHECK(none.error().subject == "threads");
}

// A sanitizer's own memory needs more room than the limit leaves.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST_CASE("more threads than the system gives are refused and those that were started end") {
  const pid_t child = fork();
  if (child == 0) {
    // Room for a few thread stacks only; the limit dies with this process.
    const rlimit limit{.rlim_cur = 1UL << 30U, .rlim_max = 1UL << 30U};
    setrlimit(RLIMIT_AS, &limit);
    const auto team = ThreadTeam::create(4000);
    const auto created = time_with_creation(4000, [](std::size_t) {});
    _exit(!team && !created && team.error().subject == "threads" ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}
#endif
