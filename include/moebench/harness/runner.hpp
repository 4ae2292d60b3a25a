// Times one operation in one thread: warm-up, batches calibrated against the clock's cost, samples in time order.
// Every operation goes through the same timing path. Threads are thread_team's, processes process_runs' business.
// Included by scenarios.
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

#include "moebench/harness/clock.hpp"
#include "moebench/harness/keep.hpp"

namespace moebench::harness {

/// Runs the measured operation that many times in a row and keeps each outcome (keep.hpp).
using Operation = std::function<void(std::uint64_t times)>;

/// What a sample is.
enum class Timing : std::uint8_t {
  batched,      // a sample is a batch long enough that the clock is under 1 % of it
  single_shot,  // a sample is one operation between two readings, clock included, as the reference method times
};

/// Batched samples that a scenario takes in a run: an upper limit for p99 needs 368, a shape more.
inline constexpr std::uint64_t k_batched_samples = 1000;

/// How many samples of which kind.
struct Sampling {
  Timing timing = Timing::batched;  // what a sample is
  std::uint64_t warmup = 0;         // operations run before the first sample and not measured
  std::uint64_t samples = 0;        // how many
};

/// What was measured.
struct Samples {
  std::uint64_t batch;             // operations in each sample
  std::vector<double> elapsed_us;  // per operation, in time order
};

/// The one timing path. Not inlined, so that two call sites of identical code cannot differ.
template <Clock C>
[[gnu::noinline]] Nanoseconds time_once(C& clock, const Operation& operation, std::uint64_t times) {
  clobber();
  const Nanoseconds begin = clock.now();
  operation(times);
  const Nanoseconds end = clock.now();
  clobber();
  return end - begin;
}

/// A sample of this length holds the clock's overhead, and the uncertainty of one step at either end, under 1 %.
/// At least 1 ns: a sample that shows no time at all says nothing.
inline double shortest_sample_ns(const ClockCost& cost) {
  return std::max(1.0, 100.0 * std::max(cost.overhead_ns, cost.resolution_ns));
}

/// The number of operations whose batch is at least shortest_sample_ns() long, at least 1: doubles the batch until it
/// is long enough, then sizes it by the fastest of five, with a fifth to spare.
template <Clock C>
std::uint64_t calibrate_batch(C& clock, const ClockCost& cost, const Operation& operation) {
  constexpr std::uint64_t most = std::uint64_t{1} << 40U;  // an operation that takes no time at all still ends
  constexpr int tries = 5;
  const double shortest = shortest_sample_ns(cost);
  std::uint64_t times = 1;
  for (; times < most; times *= 2) {
    double fastest = std::numeric_limits<double>::infinity();
    for (int i = 0; i < tries && fastest >= shortest; ++i) {
      fastest = std::min(fastest, static_cast<double>(time_once(clock, operation, times).count()));
    }
    if (fastest >= shortest) {
      const double needed = 1.2 * shortest / (fastest / static_cast<double>(times));
      return std::clamp(static_cast<std::uint64_t>(std::ceil(needed)), std::uint64_t{1}, times);
    }
  }
  return most;
}

/// Warms up, chooses the batch, and takes the samples.
template <Clock C>
Samples take_samples(C& clock, const ClockCost& cost, const Sampling& sampling, const Operation& operation) {
  if (sampling.warmup > 0) {
    operation(sampling.warmup);
  }
  Samples taken{.batch = 1, .elapsed_us = {}};
  if (sampling.timing == Timing::batched) {
    taken.batch = calibrate_batch(clock, cost, operation);
  }
  taken.elapsed_us.reserve(sampling.samples);
  for (std::uint64_t i = 0; i < sampling.samples; ++i) {
    const auto elapsed = static_cast<double>(time_once(clock, operation, taken.batch).count());
    taken.elapsed_us.push_back(elapsed / static_cast<double>(taken.batch) / 1000.0);
  }
  return taken;
}

}  // namespace moebench::harness
