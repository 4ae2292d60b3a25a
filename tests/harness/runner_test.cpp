// The runner on a manual clock: no test here takes time.
#include "moebench/harness/runner.hpp"

#include <doctest/doctest.h>

using namespace std::chrono_literals;
using moebench::harness::calibrate_batch;
using moebench::harness::ClockCost;
using moebench::harness::ManualClock;
using moebench::harness::Nanoseconds;
using moebench::harness::Operation;
using moebench::harness::Samples;
using moebench::harness::shortest_sample_ns;
using moebench::harness::take_samples;
using moebench::harness::Timing;

namespace {

/// An operation that takes `each` on the manual clock and counts its calls.
struct Workload {
  ManualClock clock;
  Nanoseconds each;
  std::uint64_t calls = 0;

  Workload(ManualClock on, Nanoseconds takes) : clock{on}, each{takes} {}

  Operation operation() {
    return [this](std::uint64_t times) {
      calls += times;
      clock.advance(each * static_cast<std::int64_t>(times));
    };
  }
};

constexpr ClockCost k_cost{.overhead_ns = 25, .resolution_ns = 10};

}  // namespace

TEST_CASE("a sample is long enough when the clock is at most 1 % of it") {
  CHECK(shortest_sample_ns({.overhead_ns = 25, .resolution_ns = 10}) == 2500);
  CHECK(shortest_sample_ns({.overhead_ns = 25, .resolution_ns = 1000}) == 100000);
}

TEST_CASE("the calibrated batch keeps the overhead under 1 % for operations of any length") {
  for (const auto each : {1ns, 3ns, 40ns, 530ns, 2400ns, 2600ns, 1000000ns}) {
    Workload workload{ManualClock{25ns, 10ns}, each};
    const std::uint64_t batch = calibrate_batch(workload.clock, k_cost, workload.operation());
    CAPTURE(each.count());
    CHECK(static_cast<double>(batch) * static_cast<double>(each.count()) >= 0.99 * shortest_sample_ns(k_cost));
    CHECK(static_cast<double>(batch) <= 1 + 2.5 * shortest_sample_ns(k_cost) / static_cast<double>(each.count()));
  }
}

TEST_CASE("an operation that takes no time at all still gets a batch") {
  ManualClock clock{0ns, 10ns};
  const Operation nothing = [](std::uint64_t) {};
  CHECK(calibrate_batch(clock, k_cost, nothing) == std::uint64_t{1} << 40U);
}

TEST_CASE("a clock that seems to cost nothing still leaves a batch that takes time") {
  Workload workload{ManualClock{0ns, 1000ns}, 40ns};
  const std::uint64_t batch =
      calibrate_batch(workload.clock, {.overhead_ns = 0, .resolution_ns = 0}, workload.operation());
  CHECK(batch >= 1);
  CHECK(batch <= 32);
}

TEST_CASE("single-shot samples time one operation each and include the clock") {
  Workload workload{ManualClock{25ns, 1ns}, 500ns};
  const Samples taken = take_samples(
      workload.clock, k_cost, {.timing = Timing::single_shot, .warmup = 100, .samples = 50}, workload.operation());
  CHECK(taken.batch == 1);
  REQUIRE(taken.elapsed_us.size() == 50);
  for (const double elapsed_us : taken.elapsed_us) {
    CHECK(elapsed_us == doctest::Approx(0.525));
  }
  CHECK(workload.calls == 150);
}

TEST_CASE("warm-up runs before the samples and is not among them") {
  ManualClock clock{0ns, 1ns};
  std::uint64_t calls = 0;
  const Operation slow_at_first = [&](std::uint64_t times) {
    for (std::uint64_t i = 0; i < times; ++i) {
      clock.advance(++calls <= 10 ? 9000ns : 1000ns);
    }
  };
  const Samples taken =
      take_samples(clock, k_cost, {.timing = Timing::single_shot, .warmup = 10, .samples = 20}, slow_at_first);
  for (const double elapsed_us : taken.elapsed_us) {
    CHECK(elapsed_us == doctest::Approx(1.0));
  }
}

TEST_CASE("batched samples are per operation, in time order, with the clock under 1 %") {
  ManualClock clock{25ns, 10ns};
  double each_ns = 40;
  const Operation slower_and_slower = [&](std::uint64_t times) {
    clock.advance(Nanoseconds{static_cast<std::int64_t>(each_ns * static_cast<double>(times))});
    each_ns *= 1.01;
  };
  const Samples taken =
      take_samples(clock, k_cost, {.timing = Timing::batched, .warmup = 0, .samples = 30}, slower_and_slower);
  CHECK(taken.batch > 1);
  REQUIRE(taken.elapsed_us.size() == 30);
  for (std::size_t i = 1; i < taken.elapsed_us.size(); ++i) {
    CHECK(taken.elapsed_us[i] > taken.elapsed_us[i - 1]);
  }
}
