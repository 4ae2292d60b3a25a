#include "moebench/harness/thread_team.hpp"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <ctime>
#include <optional>
#include <semaphore>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <sys/resource.h>

namespace moebench::harness {
namespace {

/// In the place of a finish time: this thread has not finished the round. In that of a last round: none is known yet.
constexpr std::int64_t k_none = -1;

double thread_cpu_us() {
  std::timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

double microseconds(std::int64_t nanoseconds) {
  return static_cast<double>(nanoseconds) / 1e3;
}

rusage thread_usage() {
  rusage usage{};
  getrusage(RUSAGE_THREAD, &usage);
  return usage;
}

std::uint64_t counted(long begin, long end) {
  return static_cast<std::uint64_t>(end - begin);
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

/// What the threads of a team use. Owned by the team and by each of its threads, because those of an abandoned team
/// outlive it.
struct ThreadTeam::State {
  explicit State(std::size_t threads) : times(threads), finished_ns(threads) {}

  void prepare(std::shared_ptr<const ThreadBody> next_body, std::shared_ptr<const ProgressBoard> next_board);
  std::int64_t release();
  void wait_for_end();
  std::optional<Stall> watch_for_end(StallJudge& judge);
  TeamRound result(std::int64_t released_ns);
  void stop();

  void work(std::size_t thread);
  void take_part(std::size_t thread);

  std::vector<ThreadTime> times;
  // Relaxed: that a thread has finished is news for the watch; the time itself is published by `running`.
  std::vector<std::atomic<std::int64_t>> finished_ns;
  std::shared_ptr<const ThreadBody> body;
  std::shared_ptr<const ProgressBoard> board;    // in a watched round only
  std::atomic<std::uint32_t> round{0};           // raised to release a round
  std::atomic<std::uint32_t> parked{0};          // threads that wait for the next round
  std::atomic<std::uint32_t> running{0};         // threads that have not finished this round
  std::atomic<std::int64_t> last_round{k_none};  // the value of `round` that means the end and no round
  std::binary_semaphore ended{0};  // a watched round's end, because an atomic cannot be waited for with a time limit
};

ThreadTeam::ThreadTeam(std::size_t threads) : size_{threads}, state_{std::make_shared<State>(threads)} {
  threads_.reserve(threads);
  try {
    for (std::size_t thread = 0; thread < threads; ++thread) {
      threads_.emplace_back([state = state_, thread] { state->work(thread); });
    }
  } catch (...) {
    // The destructor of a half-made team is not called, and the threads that there are wait for a round.
    state_->stop();
    throw;
  }
}

ThreadTeam::~ThreadTeam() {
  if (state_) {
    state_->stop();
  }
}

TeamRound ThreadTeam::run(const ThreadBody& body) {
  assert(state_ && "the team was abandoned");
  // Not owned: the threads are through with it when this returns.
  state_->prepare(std::shared_ptr<const ThreadBody>{std::shared_ptr<void>{}, &body}, nullptr);
  const std::int64_t released_ns = state_->release();
  state_->wait_for_end();
  return state_->result(released_ns);
}

std::expected<TeamRound, Stall> ThreadTeam::run_watched(std::shared_ptr<const ThreadBody> body,
                                                        std::shared_ptr<const ProgressBoard> board, Nanoseconds limit) {
  assert(state_ && "the team was abandoned");
  assert(body && board && board->size() == size());
  StallJudge judge{size(), limit};
  state_->prepare(std::move(body), std::move(board));
  const std::int64_t released_ns = state_->release();
  if (auto stall = state_->watch_for_end(judge)) {
    abandon();
    return std::unexpected(*std::move(stall));
  }
  return state_->result(released_ns);
}

/// Leaves the threads to themselves. Those that wait for a round end now, the others when their part of the last one
/// does.
void ThreadTeam::abandon() {
  state_->stop();
  for (std::jthread& thread : threads_) {
    thread.detach();
  }
  threads_.clear();
  state_.reset();
}

/// Waits until every thread is parked and sets the next round up. `next_board` is empty when nobody watches.
void ThreadTeam::State::prepare(std::shared_ptr<const ThreadBody> next_body,
                                std::shared_ptr<const ProgressBoard> next_board) {
  const auto count = static_cast<std::uint32_t>(times.size());
  // Acquire: pairs with the release of the last thread to park.
  for (std::uint32_t now = parked.load(std::memory_order_acquire); now != count;
       now = parked.load(std::memory_order_acquire)) {
    parked.wait(now, std::memory_order_acquire);
  }
  // Every thread waits: nobody else touches what follows until release().
  parked.store(0, std::memory_order_relaxed);
  running.store(count, std::memory_order_relaxed);
  for (std::atomic<std::int64_t>& finished : finished_ns) {
    finished.store(k_none, std::memory_order_relaxed);
  }
  body = std::move(next_body);
  board = std::move(next_board);
}

/// Lets the threads go; the time of it, in nanoseconds of the steady clock.
std::int64_t ThreadTeam::State::release() {
  const std::int64_t released_ns = SteadyClock{}.now().count();
  round.fetch_add(1, std::memory_order_release);  // publishes what prepare() set; pairs with the acquire in work()
  round.notify_all();
  return released_ns;
}

void ThreadTeam::State::wait_for_end() {
  // Acquire: pairs with each thread's release on finishing, and so publishes its times.
  for (std::uint32_t left = running.load(std::memory_order_acquire); left != 0;
       left = running.load(std::memory_order_acquire)) {
    running.wait(left, std::memory_order_acquire);
  }
}

/// Waits for the end of a watched round, or until threads stand still: then it gives them, and the round goes on.
std::optional<Stall> ThreadTeam::State::watch_for_end(StallJudge& judge) {
  std::vector<std::optional<Progress>> seen(times.size());
  // Acquires what the last thread to finish released: its own times, and the others' that it acquired.
  while (!ended.try_acquire_for(judge.interval())) {
    for (std::size_t thread = 0; thread < seen.size(); ++thread) {
      const bool finished = finished_ns[thread].load(std::memory_order_relaxed) != k_none;
      seen[thread] = finished ? std::nullopt : std::optional{board->read(thread)};
    }
    if (auto stall = judge.look(SteadyClock{}.now(), seen)) {
      return stall;
    }
  }
  return std::nullopt;
}

/// What the threads of a round that has ended left behind; lets go of what they used.
TeamRound ThreadTeam::State::result(std::int64_t released_ns) {
  std::int64_t last_ns = released_ns;
  for (const std::atomic<std::int64_t>& finished : finished_ns) {
    last_ns = std::max(last_ns, finished.load(std::memory_order_relaxed));
  }
  body.reset();
  board.reset();
  return {.makespan_us = microseconds(last_ns - released_ns), .threads = times};
}

/// Lets the threads go for good, each after the rounds that were released before: one that has yet to begin its part
/// does, because others of that round may wait for it.
void ThreadTeam::State::stop() {
  const std::uint32_t last = round.load(std::memory_order_relaxed) + 1;  // the owner alone raises it
  last_round.store(last, std::memory_order_relaxed);                     // published by the release below
  round.fetch_add(1, std::memory_order_release);                         // pairs with the acquire in work()
  round.notify_all();
}

void ThreadTeam::State::work(std::size_t thread) {
  std::uint32_t seen = 0;
  for (;;) {
    // Release: what this thread wrote in the last round is seen by the owner that waits in prepare().
    if (parked.fetch_add(1, std::memory_order_release) + 1 == times.size()) {
      parked.notify_one();
    }
    round.wait(seen, std::memory_order_acquire);  // pairs with the release in release() and stop()
    ++seen;
    // Relaxed: at the last round the wait has acquired it; in one before, neither value is equal.
    if (seen == last_round.load(std::memory_order_relaxed)) {
      return;
    }
    take_part(thread);
  }
}

void ThreadTeam::State::take_part(std::size_t thread) {
  // The clock stands innermost and the costliest reading outermost, so that none lengthens a finer one.
  const rusage usage_begin = thread_usage();
  const double cpu_begin_us = thread_cpu_us();
  const std::int64_t begin_ns = SteadyClock{}.now().count();
  (*body)(thread);
  const std::int64_t end_ns = SteadyClock{}.now().count();
  const double cpu_end_us = thread_cpu_us();
  const rusage usage_end = thread_usage();
  times[thread] = {.wall_us = microseconds(end_ns - begin_ns),
                   .cpu_us = cpu_end_us - cpu_begin_us,
                   .voluntary_switches = counted(usage_begin.ru_nvcsw, usage_end.ru_nvcsw),
                   .involuntary_switches = counted(usage_begin.ru_nivcsw, usage_end.ru_nivcsw)};
  finished_ns[thread].store(end_ns, std::memory_order_relaxed);
  const bool watched = board != nullptr;  // the owner may let go of it once the last thread has counted itself out
  // Release: publishes the above to the owner in wait_for_end(). Acquire: pairs with the release of the threads that
  // finished earlier, so that the last one passes their times on to watch_for_end().
  if (running.fetch_sub(1, std::memory_order_acq_rel) != 1) {
    return;
  }
  if (watched) {
    ended.release();  // pairs with the acquiring in watch_for_end()
  } else {
    running.notify_one();
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
