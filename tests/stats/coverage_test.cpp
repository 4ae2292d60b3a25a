// Does a 95 % interval cover the truth in 95 % of seeded repetitions? 4000 of them have a standard error of 0.34 %, and
// the bounds leave four of those.
#include <cmath>

#include "moebench/stats/brunner_munzel.hpp"
#include "moebench/stats/effect_size.hpp"
#include "moebench/stats/interval.hpp"
#include "moebench/stats/mann_whitney.hpp"
#include "moebench/stats/moments.hpp"
#include "moebench/stats/quantile.hpp"
#include "moebench/stats/quantile_contrast.hpp"
#include "moebench/stats/ratio.hpp"
#include "moebench/stats/welch.hpp"
#include "stats/cases.hpp"

using namespace moebench::stats;
using moebench::core::Rng;
using stats_test::normal_samples;

namespace {

constexpr int k_repetitions = 4000;
constexpr double k_four_errors = 0.0138;

/// The share of repetitions in which `covers` holds.
template <class Covers>
double share(std::uint64_t seed, Covers covers) {
  Rng rng{seed};
  int count = 0;
  for (int i = 0; i < k_repetitions; ++i) {
    count += covers(rng) ? 1 : 0;
  }
  return count / static_cast<double>(k_repetitions);
}

bool contains(const auto& interval, double truth) {
  return interval.lower <= truth && truth <= interval.upper;
}

}  // namespace

TEST_CASE("the t interval of a mean of five normal samples covers it in 95 of 100 cases") {
  const double covered = share(
      31, [](Rng& rng) { return contains(mean_interval(moments(normal_samples(rng, 5, 10, 2)), 0.95).value(), 10); });
  CHECK(std::abs(covered - 0.95) < k_four_errors);
}

TEST_CASE("the Welch interval of a difference covers it with unequal variances and sizes") {
  const double covered = share(32, [](Rng& rng) {
    const auto a = moments(normal_samples(rng, 6, 10, 1));
    const auto b = moments(normal_samples(rng, 20, 12, 5));
    return contains(difference(a, b, 0.95).interval.value(), -2);
  });
  CHECK(std::abs(covered - 0.95) < k_four_errors);
}

TEST_CASE("the interval of a median covers it as often as its coverage says also for a skewed law") {
  double coverage = 0;
  const double covered = share(33, [&](Rng& rng) {
    std::vector<double> samples(25);
    for (double& x : samples) {
      x = -std::log1p(-rng.uniform());  // exponential
    }
    const auto found = quantile_with_interval(sorted(samples), 0.5, 0.95);
    coverage = found.coverage;
    return *found.lower <= std::log(2.0) && std::log(2.0) <= *found.upper;
  });
  CHECK(coverage >= 0.95);
  CHECK(std::abs(covered - coverage) < k_four_errors);
}

TEST_CASE("the Fieller interval of a ratio covers it") {
  const double covered = share(34, [](Rng& rng) {
    const auto a = moments(normal_samples(rng, 10, 20, 3));
    const auto b = moments(normal_samples(rng, 8, 10, 1));
    const auto fieller = ratio_of_means(a, b, 0.95).value().fieller.value();
    return !fieller.bounded || (*fieller.lower <= 2 && 2 <= *fieller.upper);
  });
  CHECK(std::abs(covered - 0.95) < k_four_errors);
}

TEST_CASE("the interval of Cohen d covers it") {
  const double covered = share(35, [](Rng& rng) {
    const auto a = moments(normal_samples(rng, 8, 11.2, 1));
    const auto b = moments(normal_samples(rng, 8, 10, 1));
    return contains(effect_sizes(a, b, 0.95).cohens_d_pooled.value().interval.value(), 1.2);
  });
  CHECK(std::abs(covered - 0.95) < k_four_errors);
}

TEST_CASE("a p value below 5 in 100 comes up in 5 of 100 cases when nothing differs") {
  const double found = share(36, [](Rng& rng) {
    const auto a = moments(normal_samples(rng, 7, 10, 1));
    const auto b = moments(normal_samples(rng, 9, 10, 3));
    return welch(a, b).value().p_value < 0.05;
  });
  CHECK(std::abs(found - 0.05) < k_four_errors);
}

TEST_CASE("the intervals of a median's difference and ratio cover them at least as often as they say") {
  // Order statistics cover 95 % or more, so their joining does too: results/coverage_compare.md.
  int ratios = 0;
  const double differences = share(37, [&](Rng& rng) {
    std::vector<double> a(40), b(30);
    for (double& x : a) {
      x = std::exp(0.5 * rng.normal() + std::log(3.0));
    }
    for (double& x : b) {
      x = std::exp(0.5 * rng.normal() + std::log(2.0));
    }
    const auto found = contrast_of_samples(sorted(a), sorted(b), 0.5, 0.95).pooled;
    ratios += contains(found.ratio.value().interval.value(), 1.5) ? 1 : 0;
    return contains(found.difference.interval.value(), 1);
  });
  CHECK(differences > 0.95 - k_four_errors);
  CHECK(differences < 0.985);
  CHECK(ratios > (0.95 - k_four_errors) * k_repetitions);
}

TEST_CASE("rank tests reject in 5 of 100 cases or fewer when nothing differs") {
  const double by_ranks = share(38, [](Rng& rng) {
    return mann_whitney_of_unsorted(normal_samples(rng, 15, 0, 1), normal_samples(rng, 20, 0, 1), 1).p_value.value() <
           0.05;
  });
  CHECK(by_ranks < 0.05 + k_four_errors);
  CHECK(by_ranks > 0.03);
  const double by_placements = share(39, [](Rng& rng) {
    const auto a = sorted(normal_samples(rng, 30, 0, 1));
    const auto b = sorted(normal_samples(rng, 20, 0, 4));
    return brunner_munzel(a, b).value().p_value < 0.05;
  });
  CHECK(std::abs(by_placements - 0.05) < 0.01 + k_four_errors);
}
