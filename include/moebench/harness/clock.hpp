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
#include <string_view>
#include <vector>

namespace moebench::harness {

/// Times and spans of time of every clock here.
using Nanoseconds = std::chrono::nanoseconds;

/// Something with a monotonic now(), since an unspecified origin.
template <class C>
concept Clock = requires(C& clock) {
  { clock.now() } -> std::same_as<Nanoseconds>;
};

/// The machine's monotonic clock; never set back, not the time of day.
struct SteadyClock {
  /// Since an unspecified origin.
  Nanoseconds now() const noexcept { return std::chrono::steady_clock::now().time_since_epoch(); }
};

/// What SteadyClock reads, for the record.
inline constexpr std::string_view k_clock_name = "std::chrono::steady_clock";

/// A clock for tests: it moves when told to, and by `read_cost` at each reading; it shows multiples of `tick`.
class ManualClock {
 public:
  /// Stands still at 0 until it is told to move.
  ManualClock() = default;
  /// A reading moves it by `read_cost`; it shows multiples of `tick`, which is above 0.
  ManualClock(Nanoseconds read_cost, Nanoseconds tick) : read_cost_{read_cost}, tick_{tick} {}

  /// Moves it.
  void advance(Nanoseconds by) { time_ += by; }

  /// Moves it by the cost of a reading; then the last multiple of the tick.
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

/// The step in which a clock moves, from the differences of neighbouring readings in nanoseconds. Where readings are
/// often equal, the smallest positive difference; otherwise the largest step of which all frequent differences (1 % of
/// them or more: not the interruptions) are multiples to within the 1 ns of rounding, and failing that their greatest
/// common divisor: a clock that takes longer to read than to tick never shows its tick directly. 0 without a positive
/// difference.
double clock_step(std::span<const std::int64_t> differences);

/// Measures `clock` by reading it some 20,000 times, and on until it has moved or 10 million readings were taken. The
/// overhead is the least mean over blocks of readings, so that an interrupted block does not count, unless the clock
/// stood still for whole blocks: then it is the mean over all.
template <Clock C>
ClockCost measure_clock(C& clock) {
  constexpr int least_blocks = 20;
  constexpr int most_blocks = 10'000;
  constexpr int readings = 1000;
  double least_ns = std::numeric_limits<double>::infinity();
  std::vector<std::int64_t> differences;
  const Nanoseconds begin = clock.now();
  Nanoseconds previous = begin;
  int blocks = 0;
  for (; blocks < least_blocks || (previous == begin && blocks < most_blocks); ++blocks) {
    const Nanoseconds block_begin = previous;
    for (int i = 0; i < readings; ++i) {
      const Nanoseconds now = clock.now();
      differences.push_back((now - previous).count());
      previous = now;
    }
    least_ns = std::min(least_ns, static_cast<double>((previous - block_begin).count()) / readings);
  }
  const double mean_ns = static_cast<double>((previous - begin).count()) / (static_cast<double>(blocks) * readings);
  return {.overhead_ns = least_ns > 0 ? least_ns : mean_ns, .resolution_ns = clock_step(differences)};
}

/// The time of day as ISO 8601 in UTC, to the second: for labelling files, never for measuring.
std::string utc_timestamp();

/// The time of day as seconds since 1970 in UTC, in decimal digits: for labelling files, never for measuring.
std::string unix_seconds();

}  // namespace moebench::harness
