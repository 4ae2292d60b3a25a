#include "watched_computation.hpp"

#include <algorithm>
#include <chrono>
#include <future>

#include "progress.hpp"

namespace moebench::cli {
namespace {

constexpr std::chrono::milliseconds k_look_every{200};
constexpr std::uint64_t k_parts = 100;  // of which progress is told, whatever the steps

}  // namespace

void watch(const Session& session, const Computation& computation) {
  std::atomic<std::uint64_t> done{0};
  if (computation.steps == 0) {
    computation.compute(done);
    return;
  }
  // Deferred where the system gives no thread: then get() computes, unwatched.
  std::future<void> result = std::async(std::launch::async | std::launch::deferred, [&] { computation.compute(done); });
  Progress progress{session};
  progress.plan(computation.label, k_parts);
  progress.begin(computation.label, computation.label);
  std::uint64_t told = 0;
  while (result.wait_for(k_look_every) == std::future_status::timeout) {
    // Relaxed, as those who count: the figure orders nothing.
    const std::uint64_t share =
        k_parts * std::min(done.load(std::memory_order_relaxed), computation.steps) / computation.steps;
    for (; told < std::min(share, k_parts - 1); ++told) {
      progress.end();
      progress.begin(computation.label, computation.label);
    }
    if (const auto refresh = progress.refresh()) {
      refresh();
    }
  }
  result.get();
}

}  // namespace moebench::cli
