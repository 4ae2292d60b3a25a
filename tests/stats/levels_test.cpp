#include "moebench/stats/levels.hpp"

#include <algorithm>

#include "stats/cases.hpp"
#include "stats/described_cases.hpp"

using moebench::stats::level_changes;

namespace {

const std::vector<double>& dataset(std::string_view name) {
  for (const auto& data : stats_test::k_described_cases) {
    if (name == data.name) {
      return data.samples;
    }
  }
  FAIL("no such data");
  return stats_test::k_described_cases.front().samples;
}

}  // namespace

TEST_CASE("the Nile's flow falls once, when the dam of 1898 was begun") {
  // Cobb (Biometrika 65, 1978): the change is after the 28th year, 1898, from about 1100 to 850.
  const auto found = level_changes(dataset("Nile"), 0);
  REQUIRE(found.changes.size() == 1);
  CHECK(found.changes[0].sample >= 25);
  CHECK(found.changes[0].sample <= 30);
  CHECK(found.changes[0].before == doctest::Approx(1098).epsilon(0.03));
  CHECK(found.changes[0].after == doctest::Approx(850).epsilon(0.03));
  CHECK(found.trends.empty());
}

TEST_CASE("rising distances are a trend") {
  // R: cor.test(seq_along(cars$dist), cars$dist, method = "kendall") gives p < 1e-12; they are ordered by speed.
  const auto found = level_changes(dataset("cars$dist"), 2);
  CHECK(found.changes.empty());
  REQUIRE(found.trends.size() == 1);
  CHECK(found.trends[0].run == 2);
  CHECK(found.trends[0].from < found.trends[0].to);
  CHECK(found.trends[0].p_value < 0.001);
}

TEST_CASE("few or equal samples have no changes") {
  CHECK(level_changes(std::vector<double>(49, 1.0), 0).changes.empty());
  CHECK(level_changes(std::vector<double>(1000, 1.0), 0).changes.empty());
  CHECK(level_changes(std::vector<double>{}, 0).trends.empty());
}

TEST_CASE("a change that does not matter is not told") {
  moebench::core::Rng rng{81};
  // Clear to the statistics, but a tenth of the spread and 0.1 % of the level.
  std::vector<double> samples = stats_test::normal_samples(rng, 40'000, 100, 1);
  std::for_each(samples.begin() + 20'000, samples.end(), [](double& x) { x += 0.1; });
  CHECK(level_changes(samples, 0).changes.empty());
  std::for_each(samples.begin() + 20'000, samples.end(), [](double& x) { x += 0.9; });
  CHECK(level_changes(samples, 0).changes.size() == 1);
}
