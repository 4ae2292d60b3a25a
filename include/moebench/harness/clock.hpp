// The clocks that measurements read, and what reading them costs. The only clock of the library stands here.
// Measuring code takes the clock as a parameter, so that its tests run on a ManualClock and need no time.
// Included by the runner, the thread team and scenarios.
#pragma once

#include <algorithm>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace moebench::harness {

using Nanoseconds = std::chrono::nanoseconds;

/// Something with a monotonic now(), since an unspecified origin.
template <class C>
concept Clock = requires(C& clock) {
  { clock.now() } -> std::same_as<Nanoseconds>;
};

/// The machine's monotonic clock; never set back, not the time of day.
struct SteadyClock {
  Nanoseconds now() const noexcept { return std::chrono::steady_clock::now().time_since_epoch(); }
};

/// A clock for tests: it moves when told to, and by `read_cost` at each reading; it shows multiples of `tick`.
class ManualClock {
 public:
  ManualClock() = default;
  ManualClock(Nanoseconds read_cost, Nanoseconds tick) : read_cost_{read_cost}, tick_{tick} {}

  void advance(Nanoseconds by) { time_ += by; }

  Nanoseconds now() {
    time_ += read_cost_;
    return time_ - time_ % tick_;
  }

 private:
  Nanoseconds time_{0};
  Nanoseconds read_cost_{0};
  Nanoseconds tick_{1};
};

/// What a clock adds to a measurement. Both at least 0, in nanoseconds.
struct ClockCost {
  double overhead_ns;    // one reading, which is also what an empty timed region shows
  double resolution_ns;  // the step in which the clock moves
};

/// The step in which a clock moves, from the differences of neighbouring readings in nanoseconds; differences seen in
/// fewer than 1 % of them (interruptions) do not count. Where readings can be equal, the smallest positive difference;
/// otherwise the largest step of which all differences are multiples to within the 1 ns of rounding, and failing that
/// their greatest common divisor: a clock that takes longer to read than to tick never shows its tick directly. 0
/// without differences.
double clock_step(std::span<const std::int64_t> differences);

/// Measures `clock` by reading it some 20,000 times. The overhead is the least mean over blocks of readings, so that an
/// interrupted block does not count.
template <Clock C>
ClockCost measure_clock(C& clock) {
  constexpr int blocks = 20;
  constexpr int readings = 1000;
  double overhead = std::numeric_limits<double>::infinity();
  std::vector<std::int64_t> differences;
  differences.reserve(blocks * readings);
  for (int block = 0; block < blocks; ++block) {
    const Nanoseconds begin = clock.now();
    Nanoseconds previous = begin;
    for (int i = 0; i < readings; ++i) {
      const Nanoseconds now = clock.now();
      differences.push_back((now - previous).count());
      previous = now;
    }
    overhead = std::min(overhead, static_cast<double>((previous - begin).count()) / readings);
  }
  return {.overhead_ns = overhead, .resolution_ns = clock_step(differences)};
}

/// The time of day as ISO 8601 in UTC, to the second: for labelling files, never for measuring.
std::string utc_timestamp();

}  // namespace moebench::harness
