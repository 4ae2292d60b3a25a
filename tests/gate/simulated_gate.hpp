// Gates on simulated processes: noise of several kinds, judged at the looks of a real gate. For the tests of gate and
// for benchmarks/gate.
#pragma once

#include <cmath>
#include <cstddef>
#include <functional>
#include <vector>

#include "gate/sides.hpp"
#include "moebench/core/rng.hpp"
#include "moebench/gate/rows.hpp"
#include "moebench/gate/schedule.hpp"

namespace gate_test {

using moebench::core::Outcome;
using moebench::core::Rng;
using moebench::gate::Design;
using moebench::gate::RowOptions;

inline constexpr std::size_t k_blocks = 28;

/// The logarithm of the machine's slowness for each process in turn.
using Noise = std::function<double(std::size_t process)>;

/// The first outcome that is not inconclusive at a look, or that of the last.
inline Outcome gate(Rng& rng, const Noise& noise, double effect, const RowOptions& options) {
  std::vector<double> candidate;
  std::vector<double> baseline;
  for (std::size_t block = 0; block < k_blocks; ++block) {
    const bool first = rng.below(2) == 0;
    const double one = noise(2 * block);
    const double other = noise(2 * block + 1);
    candidate.push_back((1 + effect) * std::exp(first ? one : other));
    baseline.push_back(std::exp(first ? other : one));
  }
  RowOptions at_look = options;
  const auto looks = moebench::gate::looks(k_blocks, options.alpha, 1);
  at_look.alpha = options.alpha / static_cast<double>(looks.size());
  for (const std::size_t look : looks) {
    const auto until = static_cast<std::ptrdiff_t>(look);
    const auto rows =
        moebench::gate::judge(set_of_runs({candidate.begin(), candidate.begin() + until}),
                              set_of_runs({baseline.begin(), baseline.begin() + until}), Design::pairs, at_look);
    const Outcome outcome = rows->rows.at(0).verdict.outcome;
    if (outcome != Outcome::inconclusive) {
      return outcome;
    }
  }
  return Outcome::inconclusive;
}

inline Noise normal(Rng& rng) {
  return [&rng](std::size_t) { return 0.02 * rng.normal(); };
}

inline Noise skewed(Rng& rng) {
  return [&rng](std::size_t) { return -0.02 * std::log(1 - rng.uniform()); };
}

inline Noise heavy(Rng& rng) {
  return [&rng](std::size_t) { return rng.uniform() < 0.1 ? 0.3 * rng.uniform() : 0.01 * rng.normal(); };
}

inline Noise autocorrelated(Rng& rng) {
  return [&rng, last = 0.02 * rng.normal()](std::size_t) mutable {
    last = 0.45 * last + 0.02 * rng.normal();
    return last;
  };
}

/// Each process feels half of what the one before it felt.
inline Noise moving_average(Rng& rng) {
  return [&rng, last = 0.02 * rng.normal()](std::size_t) mutable {
    const double now = 0.02 * rng.normal();
    const double felt = now + last;
    last = now;
    return felt;
  };
}

/// A disturbance that comes back with every fourth process.
inline Noise periodic(Rng& rng) {
  return [&rng, phase = rng.below(4)](std::size_t process) {
    return ((process + phase) % 4 < 2 ? 0.06 : 0.0) + 0.02 * rng.normal();
  };
}

inline Noise drifting(Rng& rng) {
  return [&rng](std::size_t process) { return 0.002 * static_cast<double>(process) + 0.02 * rng.normal(); };
}

inline Noise two_speeds(Rng& rng) {
  return [&rng](std::size_t) { return (rng.below(2) == 0 ? 0.6 : 0.0) + 0.005 * rng.normal(); };
}

}  // namespace gate_test
