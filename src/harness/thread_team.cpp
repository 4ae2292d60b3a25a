#include "moebench/harness/thread_team.hpp"

#include <algorithm>
#include <ctime>
#include <system_error>

#include <fmt/format.h>

#include "moebench/harness/clock.hpp"

namespace moebench::harness {
namespace {

double thread_cpu_us() {
  std::timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

double microseconds(std::int64_t nanoseconds) {
  return static_cast<double>(nanoseconds) / 1e3;
}

std::unexpected<core::Error> too_many_threads(std::size_t threads, const std::system_error& error) {
  return core::usage_error(
      "threads", fmt::format("the system did not start {} threads ({}); ask for fewer, or raise the limit that "
                             "`ulimit -u` shows",
                             threads, error.code().message()));
}

}  // namespace

core::Result<std::unique_ptr<ThreadTeam>> ThreadTeam::create(std::size_t threads) {
  if (threads == 0) {
    return core::usage_error("threads", "at least 1 thread is needed, 0 given");
  }
  try {
    return std::unique_ptr<ThreadTeam>{new ThreadTeam{threads}};
  } catch (const std::system_error& error) {
    return too_many_threads(threads, error);
  }
}

ThreadTeam::ThreadTeam(std::size_t threads) : times_(threads), finished_ns_(threads) {
  threads_.reserve(threads);
  try {
    for (std::size_t thread = 0; thread < threads; ++thread) {
      threads_.emplace_back([this, thread] { work(thread); });
    }
  } catch (...) {
    stop();  // the destructor of a half-made team is not called, and the threads that there are wait for a round
    throw;
  }
}

ThreadTeam::~ThreadTeam() {
  stop();
}

void ThreadTeam::stop() {
  stopping_.store(true, std::memory_order_relaxed);  // published by the release below
  round_.fetch_add(1, std::memory_order_release);    // pairs with the acquire in work()
  round_.notify_all();
}

TeamRound ThreadTeam::run(const ThreadBody& body) {
  const auto count = static_cast<std::uint32_t>(size());
  // Acquire: pairs with the release of the last thread to park.
  for (std::uint32_t parked = parked_.load(std::memory_order_acquire); parked != count;
       parked = parked_.load(std::memory_order_acquire)) {
    parked_.wait(parked, std::memory_order_acquire);
  }
  parked_.store(0, std::memory_order_relaxed);  // every thread waits: nobody else touches these until the release below
  running_.store(count, std::memory_order_relaxed);
  body_ = &body;
  const std::int64_t released_ns = SteadyClock{}.now().count();
  round_.fetch_add(1, std::memory_order_release);  // publishes body_; pairs with the acquire in work()
  round_.notify_all();
  // Acquire: pairs with each thread's release on finishing, and so publishes its times.
  for (std::uint32_t left = running_.load(std::memory_order_acquire); left != 0;
       left = running_.load(std::memory_order_acquire)) {
    running_.wait(left, std::memory_order_acquire);
  }
  return {.makespan_us = microseconds(std::ranges::max(finished_ns_) - released_ns), .threads = times_};
}

void ThreadTeam::work(std::size_t thread) {
  std::uint32_t seen = 0;
  for (;;) {
    // Release: what this thread wrote in the last round is seen by the owner that waits in run().
    if (parked_.fetch_add(1, std::memory_order_release) + 1 == size()) {
      parked_.notify_one();
    }
    round_.wait(seen, std::memory_order_acquire);  // pairs with the release in run() and stop()
    ++seen;
    if (stopping_.load(std::memory_order_relaxed)) {
      return;
    }
    const double cpu_begin_us = thread_cpu_us();
    const std::int64_t begin_ns = SteadyClock{}.now().count();
    (*body_)(thread);
    const std::int64_t end_ns = SteadyClock{}.now().count();
    const double cpu_end_us = thread_cpu_us();
    times_[thread] = {.wall_us = microseconds(end_ns - begin_ns), .cpu_us = cpu_end_us - cpu_begin_us};
    finished_ns_[thread] = end_ns;
    // Release: publishes the two lines above to run().
    if (running_.fetch_sub(1, std::memory_order_release) == 1) {
      running_.notify_one();
    }
  }
}

core::Result<double> time_with_creation(std::size_t threads, const ThreadBody& body) {
  std::vector<std::jthread> team;
  team.reserve(threads);
  const Nanoseconds begin = SteadyClock{}.now();
  try {
    for (std::size_t thread = 0; thread < threads; ++thread) {
      team.emplace_back([&body, thread] { body(thread); });
    }
  } catch (const std::system_error& error) {
    return too_many_threads(threads, error);
  }
  team.clear();  // joins
  return microseconds((SteadyClock{}.now() - begin).count());
}

}  // namespace moebench::harness
