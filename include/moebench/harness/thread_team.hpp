// Threads that are there before the clock starts and are released together. The makespan (release to last finish) and
// each thread's own time are kept apart. Creating threads inside the clock, as the reference does, is a separate
// function. Included by scenarios.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "moebench/core/error.hpp"

namespace moebench::harness {

/// What one thread does in a round. Must not throw.
using ThreadBody = std::function<void(std::size_t thread)>;

/// One thread's part of a round, in microseconds.
struct ThreadTime {
  double wall_us;  // from its first to its last instruction of the round: losing the core in between is in it
  double cpu_us;   // what it spent on a core
};

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
  ~ThreadTeam();

  std::size_t size() const { return times_.size(); }

  /// Waits until every thread is parked, releases all at once and returns when the last has finished.
  TeamRound run(const ThreadBody& body);

 private:
  explicit ThreadTeam(std::size_t threads);
  void work(std::size_t thread);
  void stop();

  std::vector<ThreadTime> times_;
  std::vector<std::int64_t> finished_ns_;
  const ThreadBody* body_ = nullptr;
  std::atomic<std::uint32_t> round_{0};    // raised to release a round
  std::atomic<std::uint32_t> parked_{0};   // threads that wait for the next round
  std::atomic<std::uint32_t> running_{0};  // threads that have not finished this round
  std::atomic<bool> stopping_{false};
  std::vector<std::jthread> threads_;  // last: joined before what it uses goes
};

/// The reference's own way of counting: the clock runs while the threads are created, work and are joined.
/// The duration in microseconds. Fails (usage) when the system gives fewer threads than asked for.
core::Result<double> time_with_creation(std::size_t threads, const ThreadBody& body);

}  // namespace moebench::harness
