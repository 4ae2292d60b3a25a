// How often a gate that looks three times is wrong about identical code, by simulated noise of several kinds.
#include <cmath>
#include <functional>
#include <string>

#include <doctest/doctest.h>

#include "gate/sides.hpp"
#include "moebench/core/rng.hpp"
#include "moebench/gate/rows.hpp"
#include "moebench/gate/schedule.hpp"

using gate_test::set_of_runs;
using moebench::core::Outcome;
using moebench::core::Rng;
using moebench::gate::Design;
using moebench::gate::RowOptions;

namespace {

constexpr std::size_t k_blocks = 28;

/// The logarithm of the machine's slowness for each process in turn.
using Noise = std::function<double(std::size_t process)>;

/// The first outcome that is not inconclusive at a look, or that of the last.
Outcome gate(Rng& rng, const Noise& noise, double effect, const RowOptions& options) {
  std::vector<double> candidate;
  std::vector<double> baseline;
  bool first = false;
  for (std::size_t block = 0; block < k_blocks; ++block) {
    first = block % 2 == 0 ? rng.below(2) == 0 : !first;
    const double one = noise(2 * block);
    const double other = noise(2 * block + 1);
    candidate.push_back((1 + effect) * std::exp(first ? one : other));
    baseline.push_back(std::exp(first ? other : one));
  }
  RowOptions at_look = options;
  const auto looks = moebench::gate::looks(k_blocks, options.alpha);
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

int claims(std::uint64_t stream, double effect, double margin, int trials, const std::function<Noise(Rng&)>& kind) {
  Rng rng{23, stream};
  RowOptions options;
  options.margins.change = margin;
  int count = 0;
  for (int trial = 0; trial < trials; ++trial) {
    const Outcome outcome = gate(rng, kind(rng), effect, options);
    count += outcome == Outcome::regressed || outcome == Outcome::improved ? 1 : 0;
  }
  return count;
}

Noise normal(Rng& rng) {
  return [&rng](std::size_t) { return 0.02 * rng.normal(); };
}

Noise skewed(Rng& rng) {
  return [&rng](std::size_t) { return -0.02 * std::log(1 - rng.uniform()); };
}

Noise heavy(Rng& rng) {
  return [&rng](std::size_t) { return rng.uniform() < 0.1 ? 0.3 * rng.uniform() : 0.01 * rng.normal(); };
}

Noise autocorrelated(Rng& rng) {
  return [&rng, last = 0.02 * rng.normal()](std::size_t) mutable {
    last = 0.45 * last + 0.02 * rng.normal();
    return last;
  };
}

Noise drifting(Rng& rng) {
  return [&rng](std::size_t process) { return 0.002 * static_cast<double>(process) + 0.02 * rng.normal(); };
}

Noise two_speeds(Rng& rng) {
  return [&rng](std::size_t) { return (rng.below(2) == 0 ? 0.6 : 0.0) + 0.005 * rng.normal(); };
}

}  // namespace

TEST_CASE("gate: without a margin, identical code is called changed at most as often as alpha says") {
  constexpr int k_trials = 600;
  // 5 % of 600 and three standard deviations.
  constexpr int k_most = 46;
  CHECK(claims(1, 0, 0, k_trials, normal) <= k_most);
  CHECK(claims(2, 0, 0, k_trials, skewed) <= k_most);
  CHECK(claims(3, 0, 0, k_trials, heavy) <= k_most);
  CHECK(claims(4, 0, 0, k_trials, autocorrelated) <= k_most);
  CHECK(claims(5, 0, 0, k_trials, drifting) <= k_most);
  CHECK(claims(6, 0, 0, k_trials, two_speeds) <= k_most);
}

TEST_CASE("gate: at its margin, identical code is hardly ever called changed and a real change is found") {
  constexpr int k_trials = 200;
  CHECK(claims(7, 0, 0.03, k_trials, normal) <= 1);
  CHECK(claims(8, 0, 0.03, k_trials, autocorrelated) <= 1);
  CHECK(claims(9, 0.07, 0.03, k_trials, normal) >= 190);
  CHECK(claims(10, 0.07, 0.03, k_trials, autocorrelated) >= 190);
  CHECK(claims(11, 0.07, 0.03, k_trials, drifting) >= 190);
  CHECK(claims(12, 0.07, 0.03, k_trials, heavy) >= 150);
}
