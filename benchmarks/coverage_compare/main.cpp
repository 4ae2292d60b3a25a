// How often the 95 % intervals of `compare` hold the truth, and how often its tests find a difference where there is
// none, in seeded simulations with known truths. Prints results/coverage_compare.md.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "moebench/core/rng.hpp"
#include "moebench/stats/autocorrelation.hpp"
#include "moebench/stats/brunner_munzel.hpp"
#include "moebench/stats/effect_size.hpp"
#include "moebench/stats/mann_whitney.hpp"
#include "moebench/stats/moments.hpp"
#include "moebench/stats/quantile_contrast.hpp"
#include "moebench/stats/ratio.hpp"
#include "moebench/stats/sorted.hpp"
#include "moebench/stats/welch.hpp"
#include "populations.hpp"

using namespace moebench;
using coverage::Population;
using coverage::Shape;

namespace {

constexpr double k_level = 0.95;
constexpr std::array k_quantiles{0.5, 0.95, 0.99};

/// How often something held, of how often it could be asked.
struct Share {
  std::size_t held = 0;
  std::size_t asked = 0;

  void add(bool holds) {
    held += holds ? 1 : 0;
    ++asked;
  }
  void add(const Share& other) {
    held += other.held;
    asked += other.asked;
  }
  std::string text() const {
    return asked == 0 ? "n/a" : fmt::format("{:.1f}", 100.0 * static_cast<double>(held) / static_cast<double>(asked));
  }
};

struct Row {
  Share difference, corrected_difference, fieller, cohens_d, mann_whitney, brunner_munzel;
  std::array<Share, k_quantiles.size()> quantile_difference, quantile_ratio;

  void add(const Row& other) {
    difference.add(other.difference);
    corrected_difference.add(other.corrected_difference);
    fieller.add(other.fieller);
    cohens_d.add(other.cohens_d);
    mann_whitney.add(other.mann_whitney);
    brunner_munzel.add(other.brunner_munzel);
    for (std::size_t i = 0; i < k_quantiles.size(); ++i) {
      quantile_difference[i].add(other.quantile_difference[i]);
      quantile_ratio[i].add(other.quantile_ratio[i]);
    }
  }
};

bool holds(const core::Interval& interval, double truth) {
  return interval.lower <= truth && truth <= interval.upper;
}

/// A candidate 10 % slower and 1.5 times as spread as its baseline, where intervals are asked.
struct Truth {
  Population candidate, baseline;
};

Truth truth_of(Shape shape) {
  const Population baseline{.shape = shape, .location = 20, .scale = 1};
  return {.candidate = {.shape = shape, .location = 22, .scale = 1.5}, .baseline = baseline};
}

/// Counted as the independent samples that they are worth, as compare does where it warns of dependence.
core::Moments worth(core::Moments moments, const std::vector<double>& in_time_order) {
  const double lag1 = stats::lag1_autocorrelation(in_time_order).value_or(0);
  moments.n = static_cast<std::uint64_t>(stats::effective_samples_ar1(in_time_order.size(), lag1));
  return moments;
}

void ask_intervals(Row& row, const Truth& truth, core::Rng& rng, std::size_t n) {
  const std::vector<double> a = truth.candidate.draw(rng, n);
  const std::vector<double> b = truth.baseline.draw(rng, n);
  const core::Moments of_a = stats::moments(a);
  const core::Moments of_b = stats::moments(b);
  const double true_difference = truth.candidate.mean() - truth.baseline.mean();
  if (const auto interval = stats::difference(of_a, of_b, k_level).interval) {
    row.difference.add(holds(*interval, true_difference));
  }
  if (const auto interval = stats::difference(worth(of_a, a), worth(of_b, b), k_level).interval) {
    row.corrected_difference.add(holds(*interval, true_difference));
  }
  if (const auto ratio = stats::ratio_of_means(of_a, of_b, k_level); ratio && ratio->fieller) {
    const core::Fieller& fieller = *ratio->fieller;
    row.fieller.add(!fieller.bounded ||
                    holds({*fieller.lower, *fieller.upper}, truth.candidate.mean() / truth.baseline.mean()));
  }
  const stats::SortedPair sorted = stats::sorted_pair(a, b, 1);
  for (std::size_t i = 0; i < k_quantiles.size(); ++i) {
    const double p = k_quantiles[i];
    const auto contrast = stats::contrast_of_samples(sorted.a, sorted.b, p, k_level).pooled;
    if (contrast.difference.interval && contrast.ratio && contrast.ratio->interval) {
      const double of_candidate = truth.candidate.quantile(p);
      const double of_baseline = truth.baseline.quantile(p);
      row.quantile_difference[i].add(holds(*contrast.difference.interval, of_candidate - of_baseline));
      row.quantile_ratio[i].add(holds(*contrast.ratio->interval, of_candidate / of_baseline));
    }
  }
}

/// Two sides of one spread, 0.5 sd apart: what Cohen's d on the pooled sd supposes.
void ask_effect(Row& row, Shape shape, core::Rng& rng, std::size_t n) {
  constexpr double d = 0.5;
  const Population baseline{.shape = shape, .location = 20, .scale = 1};
  const Population candidate{.shape = shape, .location = 20 + d * baseline.sd(), .scale = 1};
  const auto sizes =
      stats::effect_sizes(stats::moments(candidate.draw(rng, n)), stats::moments(baseline.draw(rng, n)), k_level);
  if (sizes.cohens_d_pooled && sizes.cohens_d_pooled->interval) {
    row.cohens_d.add(holds(*sizes.cohens_d_pooled->interval, d));
  }
}

/// Two sides of one population: a test at 5 % should reject in 5 of 100.
void ask_tests(Row& row, Shape shape, core::Rng& rng, std::size_t n) {
  const Population population{.shape = shape, .location = 20, .scale = 1};
  const stats::SortedPair sorted = stats::sorted_pair(population.draw(rng, n), population.draw(rng, n), 1);
  row.mann_whitney.add(stats::mann_whitney(sorted.a, sorted.b).p_value.value() < 1 - k_level);
  if (const auto test = stats::brunner_munzel(sorted.a, sorted.b)) {
    row.brunner_munzel.add(test->p_value < 1 - k_level);
  }
}

/// The effect's interval inverts a distribution twice, so it is asked in one of so many repetitions.
constexpr std::size_t k_effects_every = 4;

Row simulate(Shape shape, std::size_t n, std::size_t repetitions) {
  constexpr std::size_t threads = 2;
  std::array<Row, threads> parts;
  {
    std::vector<std::jthread> team;
    for (std::size_t part = 0; part < threads; ++part) {
      team.emplace_back([&, part] {
        const Truth truth = truth_of(shape);
        for (std::size_t i = part; i < repetitions; i += threads) {
          // A stream for each repetition: the threads' number changes nothing.
          core::Rng rng{42 + static_cast<std::uint64_t>(shape), n * 1'000'000 + i};
          ask_intervals(parts[part], truth, rng, n);
          ask_tests(parts[part], shape, rng, n);
          if (i % k_effects_every < threads) {
            ask_effect(parts[part], shape, rng, n);
          }
        }
      });
    }
  }
  Row all;
  for (const Row& part : parts) {
    all.add(part);
  }
  return all;
}

void print(Shape shape, std::size_t n, const Row& row) {
  fmt::print("| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |\n", name(shape), n,
             row.difference.text(), row.corrected_difference.text(), row.fieller.text(), row.cohens_d.text(),
             row.quantile_difference[0].text(), row.quantile_ratio[0].text(), row.quantile_difference[1].text(),
             row.quantile_ratio[1].text(), row.quantile_difference[2].text(), row.quantile_ratio[2].text(),
             row.mann_whitney.text(), row.brunner_munzel.text());
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t most = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 4000;
  if (argc > 2 || most == 0) {
    fmt::print(stderr, "usage: coverage_compare [repetitions]\n");
    return 2;
  }
  fmt::print(
      "# How often the intervals of `compare` hold the truth\n\n"
      "Printed by `benchmarks/coverage_compare`, seed 42. Nominal: intervals 95 %, tests 5 %. n samples a side, up to "
      "{} "
      "repetitions (fewer from n = 1,000 on: 2,000,000 / n, at least 400; Cohen's d in half of them), so that a share "
      "of 95 "
      "has a standard error of {:.1f} and, at n = 10,000, of {:.1f}. Intervals: the candidate is 10 % slower and 1.5 "
      "times as "
      "spread as the baseline (Cohen's d: equal spreads, 0.5 sd apart). Quantiles: the pooled interval, where n "
      "supports it. "
      "Tests: both sides of one population. Dependence is counted in one column alone, for all populations; compare "
      "counts it where it warns of it.\n\n"
      "| Samples | n | A - B (Welch) | the same, dependence counted | A / B (Fieller) | Cohen's d | p50, A - B | p50, "
      "A / B | p95, A - B | p95, A / B "
      "| "
      "p99, A - B | p99, A / B | Mann-Whitney rejects | Brunner-Munzel rejects |\n"
      "|:--- | ---:| ---:| ---:| ---:| ---:| ---:| ---:| ---:| ---:| ---:| ---:| ---:| ---:|\n",
      most, 100 * std::sqrt(0.95 * 0.05 / static_cast<double>(most)), 100 * std::sqrt(0.95 * 0.05 / 400));
  for (const Shape shape : {Shape::normal, Shape::log_normal, Shape::bimodal, Shape::autoregressive}) {
    for (const std::size_t n : {5UL, 10UL, 20UL, 50UL, 100UL, 400UL, 1000UL, 10000UL}) {
      const std::size_t repetitions = n < 1000 ? most : std::min(most, std::max(std::size_t{400}, 2'000'000 / n));
      print(shape, n, simulate(shape, n, repetitions));
    }
  }
  return 0;
}
