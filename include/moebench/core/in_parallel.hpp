// Divides work that falls into independent, numbered parts among threads. What a part computes must not depend on who
// computes it. Included by sources of stats and io.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <system_error>
#include <thread>
#include <vector>

namespace moebench::core {

/// Calls part(i) once for each i below `parts`, on up to `threads` threads (0: as many as there are cores), this one
/// among them; returns when all are done. `part` must not throw. Where the system gives fewer threads than asked for,
/// those that it gave do all of it.
template <class Part>
void in_parallel(std::size_t parts, std::size_t threads, const Part& part) {
  const std::size_t wanted = threads != 0 ? threads : std::max(1U, std::thread::hardware_concurrency());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    // Only hands out numbers: what the parts wrote is published by joining their threads.
    for (std::size_t i; (i = next.fetch_add(1, std::memory_order_relaxed)) < parts;) {
      part(i);
    }
  };
  std::vector<std::jthread> others;
  try {
    while (others.size() + 1 < std::min(wanted, parts)) {
      others.emplace_back(work);
    }
  } catch (const std::system_error&) {
    // No more threads to be had.
  }
  work();
}

}  // namespace moebench::core
