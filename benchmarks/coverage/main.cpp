// How often intervals at 95 % cover what they are intervals of, by seeded simulation: prints results/coverage.md.
// A further interval is one more entry in intervals().
#include <cmath>
#include <cstddef>
#include <functional>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "moebench/core/result_set.hpp"
#include "moebench/stats/autocorrelation.hpp"
#include "moebench/stats/distributions.hpp"
#include "moebench/stats/hierarchical.hpp"
#include "moebench/stats/interval.hpp"
#include "moebench/stats/moments.hpp"
#include "moebench/stats/quantile.hpp"
#include "populations.hpp"

namespace {

using namespace moebench;

constexpr double k_level = 0.95;
constexpr std::size_t k_runs = 5;
constexpr std::uint64_t k_seed = 20260101;
const std::vector<std::size_t> k_sizes{5, 10, 20, 50, 100, 400, 1000, 10000};

struct Interval {
  std::string name;
  /// Whether the interval from n samples drawn here holds the truth; empty where there is no interval.
  std::function<std::optional<bool>(const Population&, core::Rng&, std::size_t n)> covers;
};

template <class Limits>
bool holds(const Limits& limits, double truth) {
  return limits.lower <= truth && truth <= limits.upper;
}

core::Series series_of(std::vector<std::vector<double>> runs) {
  core::Series series;
  for (std::vector<double>& samples : runs) {
    series.runs.push_back({.batch = 1, .samples = std::move(samples), .counts = {}});
  }
  return series;
}

std::optional<bool> mean_of_samples(const Population& population, core::Rng& rng, std::size_t n) {
  const std::vector<double> samples = population.draw(rng, n);
  return holds(stats::mean_interval(stats::moments(samples), k_level).value(), population.mean);
}

/// As describe widens it, but always.
std::optional<bool> mean_of_effective_samples(const Population& population, core::Rng& rng, std::size_t n) {
  const core::Series series = series_of({population.draw(rng, n)});
  const core::Moments found = stats::moments(series.runs.front().samples);
  stats::Autocorrelations of_series{series};
  const core::Autocorrelation dependence = stats::autocorrelation(of_series).value();
  const double worth = std::min(dependence.ess_ar1, dependence.ess_ips);
  if (worth < 2) {
    return std::nullopt;
  }
  const double half_width = stats::student_t_two_sided_quantile(k_level, worth - 1) * *found.sd / std::sqrt(worth);
  return std::abs(found.mean - population.mean) <= half_width;
}

auto quantile_at(double p) {
  return [p](const Population& population, core::Rng& rng, std::size_t n) -> std::optional<bool> {
    const core::Quantile found = stats::quantile_with_interval(stats::sorted(population.draw(rng, n)), p, k_level);
    if (!found.lower || !found.upper) {
      return std::nullopt;
    }
    const double truth = population.quantile(p);
    return *found.lower <= truth && truth <= *found.upper;
  };
}

/// Five runs of n samples whose levels differ by a third of a sample's sd.
std::vector<std::vector<double>> runs_of(const Population& population, core::Rng& rng, std::size_t n) {
  std::vector<std::vector<double>> runs;
  for (std::size_t i = 0; i < k_runs; ++i) {
    const double level = population.sd / 3 * rng.normal();
    runs.push_back(population.draw(rng, n));
    for (double& x : runs.back()) {
      x += level;
    }
  }
  return runs;
}

std::optional<bool> mean_over_runs(const Population& population, core::Rng& rng, std::size_t n) {
  return holds(stats::hierarchical(runs_of(population, rng, n), k_level).interval.value(), population.mean);
}

std::optional<bool> mean_of_pooled_runs(const Population& population, core::Rng& rng, std::size_t n) {
  const std::vector<double> pooled = series_of(runs_of(population, rng, n)).pooled();
  return holds(stats::mean_interval(stats::moments(pooled), k_level).value(), population.mean);
}

std::vector<Interval> intervals() {
  return {{"mean of n samples, t", mean_of_samples},
          {"mean of n samples, t with effective n", mean_of_effective_samples},
          {"p50 of n samples", quantile_at(0.5)},
          {"p95 of n samples", quantile_at(0.95)},
          {"p99 of n samples", quantile_at(0.99)},
          {"mean over 5 runs of n samples, t over run means", mean_over_runs},
          {"mean over 5 runs of n samples, t over all samples (wrong)", mean_of_pooled_runs}};
}

std::size_t repetitions(std::size_t n) {
  return n >= 10000 ? 1000 : n >= 1000 ? 2000 : 10000;
}

/// "94.9 %", or "none" where there is no interval at that size.
std::string covered(const Interval& interval, const Population& population, std::size_t n, std::uint64_t stream) {
  core::Rng rng{k_seed, stream};
  std::size_t made = 0;
  std::size_t hits = 0;
  for (std::size_t i = 0; i < repetitions(n); ++i) {
    if (const std::optional<bool> covers = interval.covers(population, rng, n)) {
      ++made;
      hits += *covers ? 1 : 0;
    }
  }
  return made == 0 ? "none" : fmt::format("{:.1f} %", 100 * static_cast<double>(hits) / static_cast<double>(made));
}

}  // namespace

int main() {
  std::cout << "| Interval at 95 % | Samples |";
  std::string rule = "|:--|:--|";
  for (const std::size_t n : k_sizes) {
    std::cout << fmt::format(" n = {} |", n);
    rule += "--:|";
  }
  std::cout << '\n' << rule << '\n';
  std::uint64_t stream = 0;
  for (const Interval& interval : intervals()) {
    for (const Population& population : populations()) {
      std::cout << fmt::format("| {} | {} |", interval.name, population.name);
      for (const std::size_t n : k_sizes) {
        std::cout << ' ' << covered(interval, population, n, stream++) << " |" << std::flush;
      }
      std::cout << '\n';
    }
  }
}
