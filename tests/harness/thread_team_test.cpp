#include "moebench/harness/thread_team.hpp"

#include <algorithm>
#include <atomic>
#include <set>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

using moebench::harness::TeamRound;
using moebench::harness::ThreadTeam;
using moebench::harness::time_with_creation;

TEST_CASE("every thread of a team runs its body once in each round") {
  ThreadTeam team{7};
  std::vector<int> calls(team.size());
  for (int round = 1; round <= 200; ++round) {
    team.run([&](std::size_t thread) { ++calls[thread]; });
    REQUIRE(std::ranges::all_of(calls, [&](int count) { return count == round; }));
  }
}

TEST_CASE("a round runs on the team's own threads and not on new ones") {
  ThreadTeam team{4};
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
  ThreadTeam team{threads};
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
  ThreadTeam team{3};
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
  const ThreadTeam team{5};
  CHECK(team.size() == 5);
}

TEST_CASE("threads created inside the clock each run once") {
  std::atomic<int> calls{0};
  const double duration_us = time_with_creation(9, [&](std::size_t thread) { calls += thread < 9 ? 1 : 100; });
  CHECK(calls == 9);
  CHECK(duration_us > 0);
}
