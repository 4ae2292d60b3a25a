#include "moebench/registry/thread_counts.hpp"

#include <optional>
#include <set>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "moebench/registry/rcu.hpp"

using namespace moebench::registry;

TEST_CASE("what threads took is balanced once others dropped as much") {
  const CounterIndex counter = Counters::acquire().value();
  CHECK(Counters::balanced(counter));
  for (int generation = 0; generation < 3; ++generation) {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        for (int n = 0; n < 1000; ++n) {
          this_thread().take(counter);
        }
      });
    }
    threads.clear();
    CHECK_FALSE(Counters::balanced(counter));
    std::jthread{[&] {
      for (int n = 0; n < 3999; ++n) {
        this_thread().drop(counter);
      }
    }}.join();
    CHECK_FALSE(Counters::balanced(counter));
    this_thread().drop(counter);
    CHECK(Counters::balanced(counter));
  }
  Counters::release(counter);
}

TEST_CASE("no counter is given out twice and one that was given back comes again") {
  std::vector<CounterIndex> taken;
  std::set<CounterIndex> different;
  for (int i = 0; i < 3000; ++i) {  // more than are allocated together
    taken.push_back(Counters::acquire().value());
    CHECK(different.insert(taken.back()).second);
    this_thread().take(taken.back());
  }
  for (const CounterIndex counter : taken) {
    CHECK_FALSE(Counters::balanced(counter));
    this_thread().drop(counter);
    CHECK(Counters::balanced(counter));
    Counters::release(counter);
  }
  const CounterIndex again = Counters::acquire().value();
  CHECK(different.contains(again));
  Counters::release(again);
}
