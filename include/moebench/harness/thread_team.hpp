// Threads that are there before the clock starts and are released together. The makespan (release to last finish) and
// each thread's own time are kept apart. Creating threads inside the clock, as the reference does, is a separate
// function. A watched round reports a deadlock in what is measured, where a plain one would hang with it. Included
// by scenarios.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "moebench/core/error.hpp"
#include "moebench/harness/clock.hpp"
#include "moebench/harness/thread_watch.hpp"

namespace moebench::harness {

/// What one thread does in a round. Must not throw.
using ThreadBody = std::function<void(std::size_t thread)>;

/// One thread's part of a round: times in microseconds, and how often it left its core, as the kernel counts it. The
/// counts are read outside the clock readings, so a switch may lie just outside wall_us.
struct ThreadTime {
  double wall_us;  // from its first to its last instruction of the round: losing the core in between is in it
  double cpu_us;   // what it spent on a core
  std::uint64_t voluntary_switches;    // it blocked: on a lock, on a futex, in a system call
  std::uint64_t involuntary_switches;  // the scheduler gave its core to another, or it yielded
};

/// How long a round took.
struct TeamRound {
  double makespan_us;               // from the release to the end of the last thread
  std::vector<ThreadTime> threads;  // by thread index
};

/// A fixed number of threads that wait for rounds. Not thread-safe itself: one owner runs the rounds.
class ThreadTeam {
 public:
  /// Starts the threads; they wait. Fails (usage) on 0 threads, and when the system gives fewer than asked for.
  static core::Result<std::unique_ptr<ThreadTeam>> create(std::size_t threads);
  ThreadTeam(const ThreadTeam&) = delete;
  ThreadTeam& operator=(const ThreadTeam&) = delete;
  /// Waits until the threads have ended, unless the team was abandoned (run_watched).
  ~ThreadTeam();

  /// How many threads.
  std::size_t size() const { return size_; }

  /// Waits until every thread is parked, releases all at once and returns when the last has finished.
  TeamRound run(const ThreadBody& body);

  /// As run(), but gives up when a thread that has not finished its part stands still on `board` for `limit`
  /// (StallJudge says what that is), and tells which threads do: at the limit or up to two of the judge's intervals
  /// later. The round's end is seen at once. The body notes its progress on the board, which has one entry for each
  /// thread of the team.
  ///
  /// After a stall the team is abandoned, and running another round on it is a bug. Its threads cannot be stopped,
  /// since they may be blocked for good: they are left to themselves, and hold `body` and `board` for as long as they
  /// live. What the body refers to must live as long, so it has to own it, by shared pointers for instance. A thread
  /// that is freed after all, or got no core so far, finishes its part and ends; the last one lets go of body and
  /// board.
  std::expected<TeamRound, Stall> run_watched(std::shared_ptr<const ThreadBody> body,
                                              std::shared_ptr<const ProgressBoard> board, Nanoseconds limit);

 private:
  struct State;

  explicit ThreadTeam(std::size_t threads);
  void abandon();

  std::size_t size_;
  std::shared_ptr<State> state_;  // shared with the threads; empty once the team is abandoned
  std::vector<std::jthread> threads_;
};

/// The reference's own way of counting: the clock runs while the threads are created, work and are joined.
/// The duration in microseconds. Fails (usage) when the system gives fewer threads than asked for.
core::Result<double> time_with_creation(std::size_t threads, const ThreadBody& body);

}  // namespace moebench::harness
