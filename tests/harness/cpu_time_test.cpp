#include "moebench/harness/cpu_time.hpp"

#include <doctest/doctest.h>

#include "harness/fake_machine.hpp"

using moebench::harness::CpuTime;
using moebench::harness::read_cpu_time;
using moebench::harness::steal_percent;

namespace {

std::optional<CpuTime> read_line(std::string_view line) {
  const FakeMachine machine;
  machine.file("proc/stat", line);
  return read_cpu_time(machine.root());
}

}  // namespace

TEST_CASE("the first line of the statistics is read state by state") {
  CHECK(read_line("cpu  2502 1 1874 193499 288 2 38 10 5 3\ncpu0 7 7 7 7 7 7 7 7 7 7") ==
        CpuTime{2502, 1, 1874, 193499, 288, 2, 38, 10, 5, 3});
}

TEST_CASE("a kernel without guest time has none") {
  CHECK(read_line("cpu 1 2 3 4 5 6 7 8") == CpuTime{1, 2, 3, 4, 5, 6, 7, 8, 0, 0});
}

TEST_CASE("statistics that are missing or end before the stolen time give nothing") {
  CHECK(read_line("cpu 1 2 3 4 5 6 7") == std::nullopt);
  CHECK(read_line("cpu0 1 2 3 4 5 6 7 8 9 10") == std::nullopt);
  CHECK(read_line("cpu a b c") == std::nullopt);
  CHECK(read_line("") == std::nullopt);
  CHECK(read_cpu_time("/no/such/root") == std::nullopt);
}

TEST_CASE("stolen time is a share of the time of all states with guest time counted once") {
  const CpuTime before{100, 10, 20, 1000, 5, 1, 1, 50, 30, 2};
  // 40 user of which 40 guest, 10 nice, 10 system, 20 idle, 4 iowait, 3 irq, 3 softirq, 10 steal: 100 together.
  const CpuTime after{140, 20, 30, 1020, 9, 4, 4, 60, 70, 12};
  CHECK(steal_percent(before, after) == 10.0);
}

TEST_CASE("a machine that did nothing but lose its time lost all of it") {
  CHECK(steal_percent({}, {.steal = 7}) == 100.0);
  CHECK(steal_percent({}, {.idle = 7}) == 0.0);
}

TEST_CASE("without a tick in between or with stolen time running backwards there is no share") {
  const CpuTime time{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  CHECK(steal_percent(time, time) == std::nullopt);
  CHECK(steal_percent({.steal = 2}, {.user = 9, .steal = 1}) == std::nullopt);
}

TEST_CASE("a state that ran backwards counts as no time") {
  CHECK(steal_percent({.iowait = 50}, {.user = 3, .iowait = 40, .steal = 1}) == 25.0);
}
