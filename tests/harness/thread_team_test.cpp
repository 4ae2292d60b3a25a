#include "moebench/harness/thread_team.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <expected>
#include <latch>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <poll.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using moebench::harness::Nanoseconds;
using moebench::harness::ProgressBoard;
using moebench::harness::Stall;
using moebench::harness::StalledThread;
using moebench::harness::SteadyClock;
using moebench::harness::TeamRound;
using moebench::harness::ThreadBody;
using moebench::harness::ThreadTeam;
using moebench::harness::ThreadTime;
using moebench::harness::time_with_creation;
using namespace std::chrono_literals;

namespace {

/// Confines the calling thread to the first CPU that it may use.
bool stay_on_one_cpu() {
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) {
    return false;
  }
  std::size_t cpu = 0;
  while (!CPU_ISSET(cpu, &allowed)) {
    ++cpu;
  }
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(cpu, &one);
  return sched_setaffinity(0, sizeof one, &one) == 0;
}

/// A body, and the news that nobody holds it any more.
class SharedBody {
 public:
  explicit SharedBody(ThreadBody body)
      : body_{new ThreadBody{std::move(body)}, [gone = gone_](const ThreadBody* last) {
                delete last;
                gone->count_down();
              }} {}

  /// Gives the body away: the one who takes it holds it alone.
  std::shared_ptr<const ThreadBody> take() { return std::move(body_); }

  bool gone() const { return gone_->try_wait(); }
  void wait_until_gone() const { gone_->wait(); }

 private:
  std::shared_ptr<std::latch> gone_ = std::make_shared<std::latch>(1);
  std::shared_ptr<const ThreadBody> body_;
};

/// A flag that can be waited for.
class Flag {
 public:
  void raise() {
    up_.store(1, std::memory_order_release);  // pairs with the acquire in wait()
    up_.notify_all();
  }
  void wait() const { up_.wait(0, std::memory_order_acquire); }
  bool raised() const { return up_.load(std::memory_order_acquire) != 0; }

 private:
  std::atomic<std::uint32_t> up_{0};
};

/// Runs what `attempt(limit)` does with longer and longer limits, until it says that the limit was long enough for what
/// it wants to see: on a loaded machine a thread may stand still for a while, before it comes to where it should.
template <class Attempt>
bool succeeds_with_some_limit(const Attempt& attempt) {
  for (Nanoseconds limit = 10ms; limit < 20s; limit *= 4) {
    if (attempt(limit)) {
      return true;
    }
  }
  return false;
}

/// Threads 0 and 1 each wait for a flag that the other raises only afterwards; thread 2 ends at once.
struct Deadlock {
  static constexpr const char* k_place = "wait for the other";

  std::array<Flag, 2> flags;
  ProgressBoard board{3};

  void run(std::size_t thread) {
    if (thread == 2) {
      return;
    }
    board.done(thread);
    if (thread == 1) {
      board.done(thread);
    }
    board.enter(thread, k_place);
    flags[1 - thread].wait();
    flags[thread].raise();
    board.done(thread);
  }

  void resolve() { flags[0].raise(); }
};

}  // namespace

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

TEST_CASE("a thread that blocks leaves its core by itself and each round has its own count") {
  const auto owner = ThreadTeam::create(2).value();
  const TeamRound blocking = owner->run([](std::size_t) {
    for (int i = 0; i < 50; ++i) {
      poll(nullptr, 0, 1);  // the operation under test: to wait for a millisecond is to give up the core
    }
  });
  const TeamRound idle = owner->run([](std::size_t) {});
  for (std::size_t thread = 0; thread < 2; ++thread) {
    CHECK(blocking.threads[thread].voluntary_switches > 0);
    CHECK(idle.threads[thread].voluntary_switches < blocking.threads[thread].voluntary_switches);
  }
}

TEST_CASE("threads that share a core without blocking lose it to each other") {
  const auto owner = ThreadTeam::create(2).value();
  constexpr std::uint32_t turns = 20;
  std::atomic<std::uint32_t> turn{0};
  std::array<bool, 2> confined{};
  // They take turns on one CPU: for the turn to come round, each has to leave it while it could go on.
  const TeamRound round = owner->run([&](std::size_t thread) {
    confined[thread] = stay_on_one_cpu();
    for (std::uint32_t now = turn; now < turns; now = turn) {
      if (now % 2 == thread) {
        ++turn;
      } else {
        std::this_thread::yield();
      }
    }
  });
  REQUIRE(confined[0]);
  REQUIRE(confined[1]);
  CHECK(round.threads[0].involuntary_switches + round.threads[1].involuntary_switches > 0);
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

TEST_CASE("a watched round runs every body once and gives the same as one that is not watched") {
  const auto owner = ThreadTeam::create(3).value();
  const auto board = std::make_shared<ProgressBoard>(3);
  const auto calls = std::make_shared<std::array<int, 3>>();
  const auto body = std::make_shared<const ThreadBody>([board, calls](std::size_t thread) {
    board->enter(thread, "count");
    ++(*calls)[thread];
    const SteadyClock clock;
    const Nanoseconds begin = clock.now();
    while (clock.now() == begin) {  // so that there is a time to be measured
    }
    board->done(thread);
  });
  for (int round = 1; round <= 200; ++round) {
    // An hour: nothing here stands still for so long.
    const auto watched = owner->run_watched(body, board, 1h);
    REQUIRE(watched.has_value());
    owner->run(*body);
    REQUIRE(std::ranges::all_of(*calls, [&](int count) { return count == 2 * round; }));
    REQUIRE(watched->threads.size() == 3);
    for (const ThreadTime& thread : watched->threads) {
      CHECK(thread.wall_us > 0);
      CHECK(thread.wall_us <= watched->makespan_us);
    }
  }
  CHECK(board->read(2).steps == 400);
}

TEST_CASE("a watched round lets go of body and board when it has ended") {
  const auto owner = ThreadTeam::create(2).value();
  SharedBody body{[](std::size_t) {}};
  const auto board = std::make_shared<ProgressBoard>(2);
  REQUIRE(owner->run_watched(body.take(), board, 1h).has_value());
  CHECK(body.gone());
  CHECK(board.use_count() == 1);
}

TEST_CASE("a deadlock is reported with its threads and their steps and places") {
  CHECK(succeeds_with_some_limit([](Nanoseconds limit) {
    const auto owner = ThreadTeam::create(3).value();
    const auto deadlock = std::make_shared<Deadlock>();
    SharedBody body{[deadlock](std::size_t thread) { deadlock->run(thread); }};
    const auto round = owner->run_watched(body.take(), {deadlock, &deadlock->board}, limit);
    REQUIRE_FALSE(round.has_value());
    const Stall stall = round.error();
    CHECK(stall.waited_s >= std::chrono::duration<double>{limit}.count());
    CHECK_FALSE(stall.threads.empty());
    deadlock->resolve();
    body.wait_until_gone();
    // The limit was long enough when each thread got its core within it.
    if (stall.threads.size() != 2) {
      return false;
    }
    const auto expected = [&](std::size_t thread, std::uint64_t steps) {
      const StalledThread& stalled = stall.threads[thread];
      return stalled.thread == thread && stalled.steps == steps && stalled.place == Deadlock::k_place;
    };
    return expected(0, 1) && expected(1, 2);
  }));
}

TEST_CASE("the threads of an abandoned team finish their part when they are freed") {
  const auto owner = ThreadTeam::create(3).value();
  const auto deadlock = std::make_shared<Deadlock>();
  SharedBody body{[deadlock](std::size_t thread) { deadlock->run(thread); }};
  REQUIRE_FALSE(owner->run_watched(body.take(), {deadlock, &deadlock->board}, 5ms).has_value());
  CHECK(owner->size() == 3);
  CHECK_FALSE(body.gone());
  deadlock->resolve();
  // The team is still there: the threads alone hold what they use.
  body.wait_until_gone();
  CHECK(deadlock->board.read(0).steps == 2);
  CHECK(deadlock->board.read(1).steps == 3);
}

TEST_CASE("an abandoned team is destroyed while its threads are still blocked") {
  auto owner = ThreadTeam::create(3).value();
  const auto deadlock = std::make_shared<Deadlock>();
  SharedBody body{[deadlock](std::size_t thread) { deadlock->run(thread); }};
  REQUIRE_FALSE(owner->run_watched(body.take(), {deadlock, &deadlock->board}, 5ms).has_value());
  owner.reset();
  CHECK_FALSE(body.gone());
  deadlock->resolve();
  body.wait_until_gone();
  CHECK(deadlock->board.read(0).steps == 2);
  CHECK(deadlock->board.read(1).steps == 3);
}

TEST_CASE("a thread that gets its core after the team was abandoned takes its part all the same") {
  struct World {
    Flag release;
    std::atomic<int> calls{0};
  };
  constexpr int threads = 20;
  auto owner = ThreadTeam::create(threads).value();
  owner->run([](std::size_t) { stay_on_one_cpu(); });  // one after the other, so that most are late
  const auto world = std::make_shared<World>();
  SharedBody body{[world](std::size_t thread) {
    if (thread == 0) {
      world->release.wait();
    }
    std::atomic<int> spin{0};
    while (spin.fetch_add(1) < 1'000'000) {
    }
    ++world->calls;
  }};
  REQUIRE_FALSE(owner->run_watched(body.take(), std::make_shared<ProgressBoard>(threads), 1ns).has_value());
  owner.reset();
  world->release.raise();
  body.wait_until_gone();
  CHECK(world->calls == threads);
}

TEST_CASE("one thread that stands still is reported while another goes on") {
  struct World {
    Flag release;
    ProgressBoard board{2};
  };
  CHECK(succeeds_with_some_limit([](Nanoseconds limit) {
    const auto owner = ThreadTeam::create(2).value();
    const auto world = std::make_shared<World>();
    SharedBody body{[world](std::size_t thread) {
      if (thread == 0) {
        world->board.enter(0, "wait");
        world->release.wait();
      }
      while (!world->release.raised()) {
        world->board.done(thread);
      }
    }};
    const auto round = owner->run_watched(body.take(), {world, &world->board}, limit);
    REQUIRE_FALSE(round.has_value());
    world->release.raise();
    body.wait_until_gone();
    const std::vector<StalledThread>& stalled = round.error().threads;
    return stalled.size() == 1 && stalled[0].thread == 0 && std::string{stalled[0].place} == "wait";
  }));
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
