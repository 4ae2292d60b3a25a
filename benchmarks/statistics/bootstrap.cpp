// The bootstrap as benchmarks/scipy/bootstrap.py times it in SciPy: 10,000 resamples of 10,000 samples; and the change
// points of 100,000. Printed figures stand in results/statistics_speed.md.
#include "moebench/stats/bootstrap.hpp"

#include <cmath>
#include <vector>

#include <benchmark/benchmark.h>

#include "moebench/core/rng.hpp"
#include "moebench/stats/change_point.hpp"
#include "moebench/stats/quantile.hpp"

using namespace moebench;

namespace {

std::vector<double> lognormal(std::size_t n) {
  core::Rng rng{1};
  std::vector<double> samples(n);
  for (double& x : samples) {
    x = std::exp(0.3 * rng.normal());
  }
  return samples;
}

void bootstrap_mean_bca(benchmark::State& state) {
  const std::vector<double> samples = lognormal(10'000);
  for (auto _ : state) {
    benchmark::DoNotOptimize(stats::bootstrap_mean(samples, {.threads = static_cast<std::size_t>(state.range(0))}));
  }
}

void bootstrap_quantile(benchmark::State& state) {
  const std::vector<double> samples = lognormal(10'000);
  const double p = static_cast<double>(state.range(0)) / 1000;
  for (auto _ : state) {
    benchmark::DoNotOptimize(stats::bootstrap_quantile(stats::sorted(samples), p, 0.95));
  }
}

void change_points_of_noise(benchmark::State& state) {
  const std::vector<double> samples = lognormal(100'000);
  for (auto _ : state) {
    benchmark::DoNotOptimize(stats::find_change_points(samples, 3));
  }
}

}  // namespace

BENCHMARK(bootstrap_mean_bca)->Arg(1)->Arg(0)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(bootstrap_quantile)->Arg(500)->Arg(990)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(change_points_of_noise)->Unit(benchmark::kMillisecond)->UseRealTime();
