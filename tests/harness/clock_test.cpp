#include "moebench/harness/clock.hpp"

#include <cstdint>
#include <vector>

#include <doctest/doctest.h>

using namespace std::chrono_literals;
using moebench::harness::clock_step;
using moebench::harness::ManualClock;
using moebench::harness::measure_clock;
using moebench::harness::SteadyClock;

TEST_CASE("a clock that reads slower than it ticks shows its tick as the common divisor of its steps") {
  ManualClock clock{24ns, 10ns};  // readings move by 20 or 30
  const auto cost = measure_clock(clock);
  CHECK(cost.overhead_ns == doctest::Approx(24).epsilon(0.01));
  CHECK(cost.resolution_ns == 10);
}

TEST_CASE("a clock that ticks slower than it reads shows its smallest step") {
  ManualClock clock{5ns, 42ns};  // several readings show the same tick
  const auto cost = measure_clock(clock);
  CHECK(cost.overhead_ns == doctest::Approx(5).epsilon(0.02));
  CHECK(cost.resolution_ns == 42);
}

TEST_CASE("a clock whose phase is shifted now and then still shows its tick") {
  struct Shifting {
    ManualClock ticking{24ns, 10ns};
    int readings = 0;
    moebench::harness::Nanoseconds now() {
      return ticking.now() + moebench::harness::Nanoseconds{++readings > 3500 ? 7 : 0};
    }
  };
  Shifting clock;
  CHECK(measure_clock(clock).resolution_ns == 10);
}

TEST_CASE("the step of a clock whose ticks are rounded to nanoseconds is found to within the rounding") {
  // As a virtual machine's clock reads: ticks of 10.03 ns.
  std::vector<std::int64_t> differences;
  for (int i = 0; i < 200; ++i) {
    differences.insert(differences.end(), {20, 30, 20, 31, 30, 21, 40});
  }
  differences.push_back(5377);  // an interruption
  CHECK(clock_step(differences) == 10);
}

TEST_CASE("a clock that ticks in nanoseconds is not taken for one that ticks in its own reading time") {
  CHECK(clock_step(std::vector<std::int64_t>{24, 25, 26, 24, 25, 26}) == 1);
  CHECK(clock_step(std::vector<std::int64_t>{17, 18, 19, 20, 21, 22, 23, 24}) == 1);
  CHECK(clock_step({}) == 0);
}

TEST_CASE("a clock much coarser than a reading shows its tick and what a reading takes on average") {
  for (const auto tick : {4000ns, 1000000ns}) {
    ManualClock clock{25ns, tick};
    const auto cost = measure_clock(clock);
    CHECK(cost.resolution_ns == static_cast<double>(tick.count()));
    CHECK(cost.overhead_ns > 10);
    CHECK(cost.overhead_ns < 60);
  }
}

TEST_CASE("a clock that stands still costs nothing and never ends the program") {
  ManualClock clock;
  CHECK(measure_clock(clock).overhead_ns == 0);
  CHECK(measure_clock(clock).resolution_ns == 0);
}

TEST_CASE("the machine's clock never goes back and has a cost") {
  SteadyClock clock;
  auto previous = clock.now();
  for (int i = 0; i < 10000; ++i) {
    const auto now = clock.now();
    REQUIRE(now >= previous);
    previous = now;
  }
  const auto cost = measure_clock(clock);
  CHECK(cost.overhead_ns > 0);
  CHECK(cost.resolution_ns > 0);
}

TEST_CASE("a time stamp has the form of ISO 8601 in UTC") {
  const std::string stamp = moebench::harness::utc_timestamp();
  REQUIRE(stamp.size() == 20);
  CHECK(stamp[4] == '-');
  CHECK(stamp[10] == 'T');
  CHECK(stamp[13] == ':');
  CHECK(stamp.back() == 'Z');
  CHECK(stamp.substr(0, 2) == "20");
}
