#include "moebench/stats/histogram.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "moebench/stats/sorted.hpp"
#include "stats/cases.hpp"

using moebench::stats::histogram;
using moebench::stats::sorted;

TEST_CASE("bins are of a round width at round places and hold every sample") {
  std::vector<double> samples(100);
  std::iota(samples.begin(), samples.end(), 1.0);
  const auto found = histogram(samples).value();
  CHECK(found.width == 5);
  CHECK(found.from == 0);
  CHECK(found.counts.front() == 4);  // 1 .. 4
  CHECK(found.counts[1] == 5);
  CHECK(found.counts.back() == 1);  // 100
  CHECK(found.counts.size() == 21);
  CHECK(found.below == 0);
  CHECK(found.above == 0);
}

TEST_CASE("samples far away are counted beside the bins") {
  std::vector<double> samples(100);
  std::iota(samples.begin(), samples.end(), 1.0);
  samples.insert(samples.end(), {1e6, 1e7, -1e9});
  const auto found = histogram(sorted(samples)).value();
  CHECK(found.above == 2);
  CHECK(found.below == 1);
  CHECK(found.counts.size() <= 25);
}

TEST_CASE("quartiles that are equal do not hide the rest") {
  std::vector<double> samples(100, 7.0);
  samples[0] = 1;
  samples[99] = 9;
  CHECK(histogram(sorted(samples)).value().counts.size() > 5);
  std::vector<double> tails(1000, 7.0);
  for (std::size_t i = 0; i < 50; ++i) {
    tails[i] = 5;
    tails[999 - i] = 9;
  }
  tails[999] = 1e9;
  const auto found = histogram(sorted(tails)).value();
  CHECK(found.above == 1);
  CHECK(found.counts.front() == 50);
}

TEST_CASE("no bin is narrower than the step between few values") {
  std::vector<double> ticks;
  for (int i = 0; i < 300; ++i) {
    ticks.push_back(761 + i % 5);
  }
  const auto found = histogram(sorted(ticks)).value();
  CHECK(found.width == 1);
  CHECK(found.counts == std::vector<std::uint64_t>(5, 60));
}

TEST_CASE("a quarter of slower samples is shown and not left beside the bins") {
  std::vector<double> samples(300, 761.0);
  std::fill(samples.begin() + 150, samples.begin() + 225, 762.0);
  for (std::size_t i = 225; i < 300; ++i) {
    samples[i] = 780 + static_cast<double>(i);
  }
  const auto found = histogram(sorted(samples)).value();
  CHECK(found.below == 0);
  CHECK(found.above <= 3);
}

TEST_CASE("what does not vary has no bins") {
  CHECK_FALSE(histogram(std::vector{5.0, 5.0}).has_value());
  CHECK_FALSE(histogram(std::vector{5.0}).has_value());
  CHECK_FALSE(histogram(std::vector{1e9, 1e9 + 1e-7}).has_value());
  CHECK_FALSE(histogram(std::vector{-1.7e308, 0.0, 1.7e308}).has_value());
}

TEST_CASE("sorting puts all samples into order") {
  moebench::core::Rng rng{101};
  for (const std::size_t n : {0UL, 1UL, 2UL, 1000UL, 20000UL}) {
    std::vector<double> samples(n);
    for (double& x : samples) {
      x = rng.below(20) == 0 ? 0.0 : std::ldexp(rng.normal(), static_cast<int>(rng.below(2000)) - 1000);
    }
    auto expected = samples;
    std::ranges::sort(expected);
    CHECK(sorted(samples) == expected);
  }
}
