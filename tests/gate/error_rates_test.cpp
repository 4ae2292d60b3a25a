// How often a gate that looks three times is wrong about identical code, by simulated noise of several kinds.
#include <functional>

#include <doctest/doctest.h>

#include "gate/simulated_gate.hpp"

using namespace gate_test;

namespace {

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
  CHECK(claims(13, 0, 0, k_trials, moving_average) <= k_most);
  CHECK(claims(14, 0, 0, k_trials, periodic) <= k_most);
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
