#include "moebench/stats/e_divisive.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>

#include "moebench/core/rng.hpp"
#include "stats/cases.hpp"

using moebench::core::Rng;
using moebench::stats::best_divergence;
using moebench::stats::e_divisive;
using moebench::stats::EDivisiveOptions;
using moebench::stats::Split;
using stats_test::near;

namespace {

using Samples = std::vector<double>;

struct Expected {
  std::size_t at, end;
  double statistic;
};

void check_best(const Samples& samples, std::size_t min_segment, double exponent, const Expected& expected) {
  CAPTURE(min_segment);
  CAPTURE(exponent);
  const auto found = best_divergence(samples, min_segment, exponent);
  REQUIRE(found.has_value());
  CHECK(found->at == expected.at);
  CHECK(found->end == expected.end);
  CHECK(found->statistic == near(expected.statistic, 1e-12));
}

/// The energy distance of two groups, times m n / (m + n), by its definition.
double statistic_of(const Samples& samples, std::size_t at, std::size_t end, double exponent) {
  const auto distances = [&](std::size_t from_a, std::size_t to_a, std::size_t from_b, std::size_t to_b) {
    double sum = 0;
    for (std::size_t i = from_a; i < to_a; ++i) {
      for (std::size_t j = from_b; j < to_b; ++j) {
        sum += std::pow(std::abs(samples[i] - samples[j]), exponent);
      }
    }
    return sum;
  };
  const auto n = static_cast<double>(at);
  const auto m = static_cast<double>(end - at);
  const double energy = 2 * distances(0, at, at, end) / (m * n) - distances(0, at, 0, at) / (n * (n - 1)) -
                        distances(at, end, at, end) / (m * (m - 1));
  return m * n / (m + n) * energy;
}

Samples noise(Rng& rng, std::size_t count, double level = 100) {
  Samples samples(count);
  std::ranges::generate(samples, [&] { return level + rng.normal(); });
  return samples;
}

/// The test without any short cut: every permutation's largest divergence is looked for.
class PlainEDivisive {
 public:
  PlainEDivisive(Samples samples, const EDivisiveOptions& options) : samples_{std::move(samples)}, options_{options} {}

  std::vector<Split> splits() {
    std::vector<Range> segments{{0, samples_.size()}};
    std::vector<Split> found;
    for (std::uint64_t stage = 0;; ++stage) {
      std::size_t chosen = 0;
      for (std::size_t i = 1; i < segments.size(); ++i) {
        chosen = statistic_in(samples_, segments[i]) > statistic_in(samples_, segments[chosen]) ? i : chosen;
      }
      const double observed = statistic_in(samples_, segments[chosen]);
      const double tests = static_cast<double>(options_.permutations) + 1;
      const double p = (1 + count_at_least(observed * (1 - 1e-9), segments, stage)) / tests;
      if (observed <= 0 || p > options_.alpha * (1 + 1e-12)) {
        std::ranges::sort(found, {}, &Split::at);
        return found;
      }
      const auto [from, to] = segments[chosen];
      const std::size_t at = from + best_divergence(part(samples_, {from, to}), options_.min_segment)->at;
      found.push_back({.at = at, .statistic = observed, .p_value = p});
      segments[chosen] = {from, at};
      segments.push_back({at, to});
    }
  }

 private:
  struct Range {
    std::size_t from, to;
  };

  static std::span<double> part(Samples& samples, Range range) {
    return std::span{samples}.subspan(range.from, range.to - range.from);
  }

  double statistic_in(Samples& samples, Range range) const {
    const auto best = best_divergence(part(samples, range), options_.min_segment);
    return best ? best->statistic : 0;
  }

  double count_at_least(double threshold, const std::vector<Range>& segments, std::uint64_t stage) const {
    double count = 0;
    for (std::size_t i = 0; i < options_.permutations; ++i) {
      Rng rng{options_.seed, (stage << 40U) + i};
      Samples permuted = samples_;
      double largest = 0;
      for (const Range& range : segments) {
        if (range.to - range.from >= 2 * options_.min_segment) {
          auto shuffled = part(permuted, range);
          rng.shuffle(shuffled);
          largest = std::max(largest, statistic_in(permuted, range));
        }
      }
      count += largest >= threshold ? 1 : 0;
    }
    return count;
  }

  Samples samples_;
  EDivisiveOptions options_;
};

std::vector<std::size_t> places(const std::vector<Split>& splits) {
  std::vector<std::size_t> found;
  std::ranges::transform(splits, std::back_inserter(found), &Split::at);
  return found;
}

}  // namespace

// Python 3.11, by the definition and trying every pair:
//   def q(x, y, a):
//     n, m = len(x), len(y)
//     d = lambda u, v: abs(u - v) ** a
//     e = 2 / (m * n) * sum(d(u, v) for u in x for v in y)
//     e -= sum(d(u, v) for u, v in itertools.combinations(x, 2)) / math.comb(n, 2)
//     e -= sum(d(u, v) for u, v in itertools.combinations(y, 2)) / math.comb(m, 2)
//     return m * n / (m + n) * e
//   def best(z, least, a):
//     pairs = [(t, k) for t in range(least, len(z)) for k in range(t + least, len(z) + 1)]
//     return max(pairs, key=lambda p: q(z[:p[0]], z[p[0]:p[1]], a))
TEST_CASE("the largest divergence is that of its definition") {
  const Samples up_and_down{10.2, 9.7, 10.1, 9.9, 10.4, 12.1, 11.8, 12.5, 12.0, 9.8, 10.3, 10.0};
  check_best(up_and_down, 2, 0.5, {5, 9, 3.7801768844809875});
  check_best(up_and_down, 2, 1, {5, 9, 7.496296296296299});
  check_best(up_and_down, 3, 1, {5, 9, 7.496296296296299});
  check_best(up_and_down, 2, 1.5, {5, 9, 12.062962973732626});
  check_best(up_and_down, 2, 2, {5, 9, 18.33481481481482});
  const Samples tied{5, 5, 9, 9, 5, 5, 5};
  check_best(tied, 2, 1, {2, 4, 8.0});
  check_best(tied, 3, 1, {4, 7, 2.285714285714286});
  const Samples wild{3, -1, 2, -8, 7.5, 6, 0.5, 9};
  check_best(wild, 2, 1, {4, 6, 10.666666666666666});
  check_best(wild, 3, 1, {4, 8, 8.0});
  check_best(wild, 4, 1, {4, 8, 8.0});
}

TEST_CASE("sums carried from pair to pair are those made anew") {
  Rng rng{11};
  for (int round = 0; round < 50; ++round) {
    const std::size_t n = 4 + rng.below(40);
    const std::size_t least = 2 + rng.below(n / 2 - 1);
    const double exponent = round % 2 == 0 ? 1 : 1.3;
    Samples samples = noise(rng, n, 1e4);
    double largest = -std::numeric_limits<double>::infinity();
    for (std::size_t at = least; at + least <= n; ++at) {
      for (std::size_t end = at + least; end <= n; ++end) {
        largest = std::max(largest, statistic_of(samples, at, end, exponent));
      }
    }
    const auto found = best_divergence(samples, least, exponent);
    REQUIRE(found.has_value());
    CHECK(found->statistic == near(largest, 1e-9));
    CHECK(found->statistic == near(statistic_of(samples, found->at, found->end, exponent), 1e-9));
  }
}

TEST_CASE("short cuts change neither a place nor a p value") {
  Rng rng{17};
  std::size_t splits = 0;
  for (int round = 0; round < 60; ++round) {
    CAPTURE(round);
    const std::size_t n = 8 + rng.below(90);
    const double step = std::vector{0.0, 0.7, 2.0, 9.0}[static_cast<std::size_t>(round) % 4];
    Samples samples = noise(rng, n);
    for (std::size_t i = n / 3; i < n; ++i) {
      samples[i] += step * (i < 2 * n / 3 ? 1 : 1.5);
    }
    if (round % 3 == 1) {
      samples[rng.below(n)] += 60;
    }
    if (round % 5 == 2) {
      std::ranges::transform(samples, samples.begin(), [](double x) { return std::round(x); });
    }
    const EDivisiveOptions options{.alpha = 0.1,
                                   .permutations = 139,
                                   .min_segment = 2 + static_cast<std::size_t>(round) % 4,
                                   .seed = static_cast<std::uint64_t>(round)};
    const std::vector<Split> found = e_divisive(samples, options);
    const std::vector<Split> plain = PlainEDivisive{samples, options}.splits();
    REQUIRE(places(found) == places(plain));
    splits += found.size();
    for (std::size_t i = 0; i < found.size(); ++i) {
      CHECK(found[i].p_value == plain[i].p_value);
      CHECK(found[i].statistic == plain[i].statistic);
    }
  }
  CHECK(splits > 30);
}

TEST_CASE("too few samples have no divergence and no split") {
  CHECK_FALSE(best_divergence({}, 2).has_value());
  CHECK_FALSE(best_divergence(Samples{1, 2, 9}, 2).has_value());
  CHECK_FALSE(best_divergence(Samples{1, 2, 9, 9, 9}, 3).has_value());
  CHECK(e_divisive({}).empty());
  CHECK(e_divisive(Samples{1, 1, 9}).empty());
}

TEST_CASE("equal samples are never split") {
  CHECK(e_divisive(Samples(50, 3.5)).empty());
  CHECK(e_divisive(Samples(50, 0.0)).empty());
}

TEST_CASE("a step of five standard deviations is found at its place") {
  Rng rng{3};
  int exact = 0;
  constexpr int rounds = 100;
  for (int round = 0; round < rounds; ++round) {
    Samples samples = noise(rng, 15);
    const Samples after = noise(rng, 12, 105);
    samples.insert(samples.end(), after.begin(), after.end());
    const auto splits = e_divisive(samples, {.seed = static_cast<std::uint64_t>(round), .threads = 1});
    REQUIRE(!splits.empty());
    exact += std::ranges::count(places(splits), 15U) == 1 ? 1 : 0;
    CHECK(splits[0].p_value <= 0.05);
  }
  // A single sample on the wrong side of the middle, 2.5 sd away, moves the place: seldom.
  CHECK(exact >= 95);
}

TEST_CASE("several changes are found, the larger ones first or not") {
  Rng rng{5};
  Samples samples;
  for (const double level : {100.0, 110.0, 104.0, 104.0, 130.0}) {
    const Samples part = noise(rng, 10, level);
    samples.insert(samples.end(), part.begin(), part.end());
  }
  CHECK(places(e_divisive(samples, {.alpha = 0.01})) == std::vector<std::size_t>{10, 20, 40});
}

TEST_CASE("a peak that is over again is found on both sides") {
  Rng rng{8};
  Samples samples = noise(rng, 40);
  for (std::size_t i = 18; i < 24; ++i) {
    samples[i] += 10;
  }
  CHECK(places(e_divisive(samples, {.alpha = 0.01})) == std::vector<std::size_t>{18, 24});
}

TEST_CASE("a change of the spread alone is found near its place") {
  Rng rng{21};
  Samples samples = noise(rng, 60);
  for (std::size_t i = 30; i < 60; ++i) {
    samples[i] = 100 + 8 * (samples[i] - 100);
  }
  const auto found = places(e_divisive(samples, {.min_segment = 15}));
  REQUIRE(found.size() == 1);
  CHECK(found[0] >= 24);
  CHECK(found[0] <= 36);
}

// Of a thousand series without a change 50 may be split at a level of 5 %: the chance of 75 or more is 4e-4, of 30 or
// fewer 1e-3 (binomial; the seed is fixed).
TEST_CASE("noise is split as rarely as the level says, and not much more rarely") {
  for (const bool skewed : {false, true}) {
    CAPTURE(skewed);
    Rng rng{skewed ? 101U : 100U};
    int split = 0;
    for (int round = 0; round < 1000; ++round) {
      Samples samples = noise(rng, 16, 0);
      if (skewed) {
        std::ranges::transform(samples, samples.begin(), [](double x) { return std::exp(x); });
      }
      split += e_divisive(samples,
                          {.alpha = 0.05, .permutations = 199, .seed = static_cast<std::uint64_t>(round), .threads = 1})
                       .empty()
                   ? 0
                   : 1;
    }
    CHECK(split < 75);
    CHECK(split > 30);
  }
}

TEST_CASE("scale, place and threads change nothing, and the seed only chance") {
  Rng rng{13};
  Samples samples = noise(rng, 20);
  for (std::size_t i = 12; i < 20; ++i) {
    samples[i] += 3;
  }
  const auto splits = e_divisive(samples, {.threads = 1});
  REQUIRE(splits.size() == 1);
  const auto same = [&](const Samples& changed, std::size_t threads) {
    const auto found = e_divisive(changed, {.threads = threads});
    return places(found) == places(splits) && found[0].p_value == splits[0].p_value;
  };
  CHECK(same(samples, 3));
  for (const double factor : {1e-300, 1e-9, -1.0, 1e300}) {
    Samples scaled = samples;
    std::ranges::transform(scaled, scaled.begin(), [&](double x) { return x * factor; });
    CHECK(same(scaled, 2));
  }
  Samples moved = samples;
  std::ranges::transform(moved, moved.begin(), [](double x) { return x - 100; });
  CHECK(same(moved, 2));
}

TEST_CASE("a p value is at least one over the permutations, and a level below that finds nothing") {
  const Samples samples{1, 1.1, 0.9, 1, 1.05, 0.95, 9, 9.1, 8.9, 9, 9.05, 8.95};
  const auto splits = e_divisive(samples, {.alpha = 0.011, .permutations = 99});
  REQUIRE(splits.size() == 1);
  CHECK(splits[0].p_value >= 0.01);
  CHECK(e_divisive(samples, {.alpha = 0.009, .permutations = 99}).empty());
}
