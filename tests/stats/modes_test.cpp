#include "moebench/stats/modes.hpp"

#include "moebench/stats/sorted.hpp"
#include "stats/cases.hpp"
#include "stats/described_cases.hpp"

using moebench::stats::modes;
using moebench::stats::resolution;
using moebench::stats::sorted;

namespace {

std::vector<double> two_places(double distance) {
  moebench::core::Rng rng{91};
  auto samples = stats_test::normal_samples(rng, 500, 100, 0.1);
  const auto others = stats_test::normal_samples(rng, 500, 100 + distance, 0.1);
  samples.insert(samples.end(), others.begin(), others.end());
  return sorted(samples);
}

}  // namespace

TEST_CASE("eruptions of Old Faithful are short or long") {
  // R: hist(faithful$eruptions) peaks at about 1.9 and 4.5 minutes; a third of them are short.
  for (const auto& data : stats_test::k_described_cases) {
    if (std::string_view{data.name} == "faithful$eruptions") {
      const auto found = modes(sorted(data.samples), 272);
      REQUIRE(found.size() == 2);
      CHECK(found[0].location == doctest::Approx(1.9).epsilon(0.1));
      CHECK(found[1].location == doctest::Approx(4.4).epsilon(0.1));
      CHECK(found[0].share == doctest::Approx(97 / 272.0).epsilon(0.05));
    }
  }
}

TEST_CASE("places that are nearly one figure are one") {
  CHECK(modes(two_places(10), 1000).size() == 2);
  CHECK(modes(two_places(1), 1000).empty());
}

TEST_CASE("dependent samples need to be many more") {
  CHECK(modes(two_places(10), 1000).size() == 2);
  CHECK(modes(two_places(10), 10).empty());
}

TEST_CASE("few or equal samples have no modes") {
  CHECK(modes(std::vector<double>(39, 1.0), 39).empty());
  CHECK(modes(std::vector<double>(1000, 1.0), 1000).empty());
}

TEST_CASE("the step of a clock is seen") {
  std::vector<double> samples;
  for (int i = 0; i < 100; ++i) {
    samples.push_back(0.01 * (10 + i % 5));
  }
  const auto found = resolution(sorted(samples));
  CHECK(found.distinct == 5);
  CHECK(found.step == stats_test::near(0.01, 1e-9));
  CHECK(resolution(std::vector{1.0, 1.0}).distinct == 1);
  CHECK(resolution(std::vector{1.0}).step == 0);
}
