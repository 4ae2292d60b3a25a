#include "moebench/harness/process_activity.hpp"

#include <algorithm>
#include <thread>

#include <doctest/doctest.h>
#include <unistd.h>

#include "moebench/harness/read_bandwidth.hpp"

namespace moebench::harness {

TEST_CASE("a watch counts system calls that read and write, and not those of looking") {
  const ProcessActivity none = ActivityWatch{}.so_far();
  if (!none.read_calls) {
    return;  // a kernel without /proc/self/io tells nothing
  }
  CHECK(none.read_calls == 0);
  CHECK(none.write_calls == 0);
  int pipe_ends[2] = {};
  REQUIRE(pipe(pipe_ends) == 0);
  char byte = 'x';
  const ActivityWatch watch;
  for (int i = 0; i < 7; ++i) {
    REQUIRE(write(pipe_ends[1], &byte, 1) == 1);
    REQUIRE(read(pipe_ends[0], &byte, 1) == 1);
  }
  const ProcessActivity some = watch.so_far();
  close(pipe_ends[0]);
  close(pipe_ends[1]);
  CHECK(some.read_calls.value_or(0) == 7);
  CHECK(some.write_calls.value_or(0) == 7);
}

TEST_CASE("a watch counts how often the process waited") {
  int there[2] = {};
  int back[2] = {};
  REQUIRE(pipe(there) == 0);
  REQUIRE(pipe(back) == 0);
  std::thread echo{[&] {
    char byte = 0;
    while (read(there[0], &byte, 1) == 1 && write(back[1], &byte, 1) == 1) {
    }
  }};
  const ActivityWatch watch;
  char byte = 'x';
  for (int i = 0; i < 100; ++i) {  // each side must wait for the other, whoever runs first
    REQUIRE(write(there[1], &byte, 1) == 1);
    REQUIRE(read(back[0], &byte, 1) == 1);
  }
  const auto counts = watch.so_far().counts();
  close(there[1]);
  echo.join();
  for (const int end : {there[0], back[0], back[1]}) {
    close(end);
  }
  const auto waits = std::ranges::find(counts, "voluntary_switches", &core::Count::name);
  REQUIRE(waits != counts.end());
  CHECK(waits->values.at(0) >= 50);
}

TEST_CASE("this process is told among those that run, and its threads are counted") {
  REQUIRE(own_threads().has_value());
  std::size_t before = 0;
  std::size_t with_one_more = 0;
  // From within a thread: ThreadSanitizer starts one of its own with the first.
  std::thread{[&] {
    before = own_threads().value_or(0);
    std::thread{[&] { with_one_more = own_threads().value_or(0); }}.join();
  }}.join();
  CHECK(before >= 2);
  CHECK(with_one_more == before + 1);
  CHECK(compilers_running().has_value());
}

TEST_CASE("the read bandwidth is one that a machine can have") {
  const double rate = measure_read_bandwidth();
  CHECK(rate > 1e7);
  CHECK(rate < 1e13);
}

}  // namespace moebench::harness
