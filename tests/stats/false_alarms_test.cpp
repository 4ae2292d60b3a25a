// How often the diagnostics doubt samples in which nothing is to be doubted, and how often they find what is there.
// Seeded; 300 repetitions of each shape and size.
#include <algorithm>
#include <cmath>

#include "moebench/stats/describe.hpp"
#include "moebench/stats/levels.hpp"
#include "moebench/stats/modes.hpp"
#include "moebench/stats/sorted.hpp"
#include "stats/cases.hpp"
#include "stats/distributions_of_samples.hpp"

using namespace moebench::stats;
using moebench::core::Rng;

namespace {

constexpr int k_series = 300;
// A true rate of 0.5 % gives more than 8 of 300 less than once in ten thousand tests.
constexpr int k_most_alarms = 6;

std::vector<double> autoregressive(Rng& rng, std::size_t n, double phi) {
  std::vector<double> samples(n);
  double x = rng.normal() / std::sqrt(1 - phi * phi);
  for (double& sample : samples) {
    sample = 50 + x;
    x = phi * x + rng.normal();
  }
  return samples;
}

}  // namespace

TEST_CASE("samples of one place are rarely said to gather around several") {
  Rng rng{71};
  for (const auto& shape : stats_test::unimodal_shapes()) {
    for (const std::size_t n : {50UL, 300UL, 3000UL}) {
      int alarms = 0;
      for (int i = 0; i < k_series; ++i) {
        alarms += modes(sorted(draw(shape, rng, n)), static_cast<double>(n)).empty() ? 0 : 1;
      }
      CAPTURE(shape.name);
      CAPTURE(n);
      CHECK(alarms <= k_most_alarms);
    }
  }
}

TEST_CASE("a steady level is rarely said to change or to drift") {
  Rng rng{72};
  for (const auto& shape : stats_test::unimodal_shapes()) {
    for (const std::size_t n : {50UL, 100UL, 1000UL}) {
      int changes = 0;
      int trends = 0;
      for (int i = 0; i < k_series; ++i) {
        const Levels found = level_changes(draw(shape, rng, n), 0);
        changes += found.changes.empty() ? 0 : 1;
        trends += found.trends.empty() ? 0 : 1;
      }
      CAPTURE(shape.name);
      CAPTURE(n);
      CHECK(changes <= k_most_alarms);
      CHECK(trends <= k_most_alarms);
    }
  }
}

TEST_CASE("samples that depend on each other are rarely said to change their level") {
  Rng rng{73};
  for (const double phi : {0.3, 0.7}) {
    for (const std::size_t n : {100UL, 1000UL}) {
      int alarms = 0;
      for (int i = 0; i < k_series; ++i) {
        const Levels found = level_changes(autoregressive(rng, n, phi), 0);
        alarms += found.changes.empty() && found.trends.empty() ? 0 : 1;
      }
      CAPTURE(phi);
      CAPTURE(n);
      CHECK(alarms <= 3 * k_most_alarms);
    }
  }
}

TEST_CASE("normal samples are rarely doubted at all") {
  using enum moebench::core::WarningCode;
  Rng rng{74};
  for (const std::size_t n : {10UL, 20UL, 100UL, 1000UL}) {
    int skewed_ones = 0;
    int far = 0;
    int dependent = 0;
    int coarse = 0;
    for (int i = 0; i < k_series; ++i) {
      const auto found = describe(stats_test::result_of("r", {stats_test::normal_samples(rng, n, 50, 5)}));
      skewed_ones += stats_test::warns_of(found.warnings, skewed) ? 1 : 0;
      far += stats_test::warns_of(found.warnings, outliers) ? 1 : 0;
      dependent += stats_test::warns_of(found.warnings, autocorrelated) ? 1 : 0;
      coarse += stats_test::warns_of(found.warnings, near_clock_resolution) ? 1 : 0;
    }
    CAPTURE(n);
    CHECK(skewed_ones <= 2 * k_most_alarms);
    CHECK(far <= 2 * k_most_alarms);
    CHECK(dependent <= 2 * k_most_alarms);
    CHECK(coarse == 0);
  }
}

TEST_CASE("two places a few spreads apart are found with their shares") {
  Rng rng{75};
  int found_both = 0;
  for (int i = 0; i < 100; ++i) {
    std::vector<double> samples(400);
    for (double& x : samples) {
      x = (rng.uniform() < 0.7 ? 50 : 60) + rng.normal();
    }
    const auto found = modes(sorted(samples), 400);
    found_both += found.size() == 2 && std::abs(found[0].location - 50) < 1.5 &&
                          std::abs(found[1].location - 60) < 1.5 && std::abs(found[0].share - 0.7) < 0.1
                      ? 1
                      : 0;
  }
  CHECK(found_both >= 95);
}

TEST_CASE("a step of one and a half spreads in the middle is found near its place") {
  Rng rng{76};
  int found_it = 0;
  for (int i = 0; i < 100; ++i) {
    std::vector<double> samples = stats_test::normal_samples(rng, 500, 50, 1);
    std::for_each(samples.begin() + 250, samples.end(), [](double& x) { x += 1.5; });
    const Levels found = level_changes(samples, 3);
    found_it += found.changes.size() == 1 && std::abs(static_cast<double>(found.changes[0].sample) - 250) <= 20 &&
                        found.changes[0].run == 3
                    ? 1
                    : 0;
  }
  CHECK(found_it >= 90);
}

TEST_CASE("a steady rise is a trend and not a staircase") {
  Rng rng{77};
  int found_it = 0;
  for (int i = 0; i < 100; ++i) {
    std::vector<double> samples = stats_test::normal_samples(rng, 1000, 50, 1);
    for (std::size_t k = 0; k < samples.size(); ++k) {
      samples[k] += 2 * static_cast<double>(k) / 1000;
    }
    const Levels found = level_changes(samples, 0);
    found_it += found.changes.empty() && found.trends.size() == 1 &&
                        std::abs(found.trends[0].to - found.trends[0].from - 2) < 0.5
                    ? 1
                    : 0;
  }
  CHECK(found_it >= 95);
}
