#include "moebench/registry/thread_counts.hpp"

#include <memory>
#include <mutex>
#include <vector>

#include <pthread.h>

namespace moebench::registry {

constinit thread_local ThreadCounts* t_thread_counts = nullptr;

namespace {

/// Every thread's cells, and those that wait for a thread. Never destroyed: threads may end after static objects do.
struct Threads {
  std::mutex mutex;
  std::vector<std::unique_ptr<ThreadCounts>> all;
  std::vector<ThreadCounts*> idle;

  static Threads& instance() {
    static Threads& threads = *new Threads;
    return threads;
  }
};

/// Which counters are taken. Never destroyed either.
struct Taken {
  std::mutex mutex;
  CounterIndex next = 0;  // this one and all above were never taken
  std::vector<CounterIndex> returned;

  static Taken& instance() {
    static Taken& taken = *new Taken;
    return taken;
  }
};

void thread_ended(void* counts) {
  t_thread_counts = nullptr;
  ThreadCounts::leave(*static_cast<ThreadCounts*>(counts));
}

/// Calls thread_ended() when a thread ends that has set it. A key and not a thread_local object, because destructors of
/// static and thread_local objects may let go of models and so come before.
pthread_key_t end_of_thread() {
  static const pthread_key_t key = [] {
    pthread_key_t made{};
    pthread_key_create(&made, thread_ended);
    return made;
  }();
  return key;
}

}  // namespace

ThreadCounts& adopt_thread_counts() {
  ThreadCounts& counts = ThreadCounts::adopt();
  pthread_setspecific(end_of_thread(), &counts);
  t_thread_counts = &counts;
  return counts;
}

const ThreadCounts::Cell* ThreadCounts::find(CounterIndex counter) const {
  // Acquire: pairs with the release in allocate(), so that the cells are seen as 0 at least.
  const Chunk* const chunk = chunks_[counter / k_chunk].load(std::memory_order_acquire);
  return chunk == nullptr ? nullptr : &(*chunk)[counter % k_chunk];
}

ThreadCounts::Chunk& ThreadCounts::allocate(std::size_t chunk) {
  auto* const cells = new Chunk{};
  chunks_[chunk].store(cells, std::memory_order_release);  // publishes the zeros to find()
  return *cells;
}

ThreadCounts& ThreadCounts::adopt() {
  Threads& threads = Threads::instance();
  const std::lock_guard lock{threads.mutex};
  if (threads.idle.empty()) {
    return *threads.all.emplace_back(std::make_unique<ThreadCounts>());
  }
  ThreadCounts& counts = *threads.idle.back();
  threads.idle.pop_back();
  return counts;
}

void ThreadCounts::leave(ThreadCounts& counts) {
  Threads& threads = Threads::instance();
  const std::lock_guard lock{threads.mutex};
  threads.idle.push_back(&counts);
}

std::optional<CounterIndex> Counters::acquire() {
  Taken& taken = Taken::instance();
  const std::lock_guard lock{taken.mutex};
  if (!taken.returned.empty()) {
    const CounterIndex counter = taken.returned.back();
    taken.returned.pop_back();
    return counter;
  }
  return taken.next < k_most ? std::optional{taken.next++} : std::nullopt;
}

void Counters::release(CounterIndex counter) {
  Taken& taken = Taken::instance();
  const std::lock_guard lock{taken.mutex};
  taken.returned.push_back(counter);
}

bool Counters::balanced(CounterIndex counter) {
  Threads& threads = Threads::instance();
  const std::lock_guard lock{threads.mutex};
  std::uint64_t dropped = 0;
  for (const auto& counts : threads.all) {
    if (const auto* cell = counts->find(counter)) {
      dropped += cell->dropped.load(std::memory_order_acquire);  // pairs with the release in drop()
    }
  }
  std::uint64_t taken = 0;
  for (const auto& counts : threads.all) {
    if (const auto* cell = counts->find(counter)) {
      taken += cell->taken.load(std::memory_order_relaxed);  // ordered by the acquire above or by the grace period
    }
  }
  return taken == dropped;
}

}  // namespace moebench::registry
