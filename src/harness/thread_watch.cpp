#include "moebench/harness/thread_watch.hpp"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <utility>

namespace moebench::harness {

using std::chrono::milliseconds;

StallJudge::StallJudge(std::size_t threads, Nanoseconds limit)
    : limit_{limit},
      interval_{std::clamp<Nanoseconds>(limit / 8, milliseconds{1}, milliseconds{100})},
      threads_(threads) {
  assert(limit.count() > 0);
}

std::optional<Stall> StallJudge::look(Nanoseconds now, std::span<const std::optional<Progress>> seen) {
  assert(seen.size() == threads_.size());
  const Nanoseconds passed = std::min(now - last_look_, 2 * interval_);
  last_look_ = now;
  std::vector<StalledThread> stalled;
  Nanoseconds waited = Nanoseconds::max();
  for (std::size_t thread = 0; thread < seen.size(); ++thread) {
    const std::optional<Progress>& current = seen[thread];
    Watched& watched = threads_[thread];
    watched.still = current && current == watched.last ? watched.still + passed : Nanoseconds{0};
    watched.last = current;
    if (watched.still >= limit_) {
      stalled.push_back({.thread = thread, .steps = current->steps, .place = current->place});
      waited = std::min(waited, watched.still);
    }
  }
  if (stalled.empty()) {
    return std::nullopt;
  }
  return Stall{.waited_s = std::chrono::duration<double>{waited}.count(), .threads = std::move(stalled)};
}

}  // namespace moebench::harness
