// usage: statistics_peers [options of Google Benchmark]
// Moments, sorting, quantiles and the Mann-Whitney test beside plain loops over the standard library, and how
// they grow with the samples. benchmarks/scipy/peers.py measures NumPy and SciPy; scripts/benchmarks runs both;
// results/benchmarks.md has the figures.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "limits/limits.hpp"
#include "moebench/core/rng.hpp"
#include "moebench/stats/mann_whitney.hpp"
#include "moebench/stats/moments.hpp"
#include "moebench/stats/quantile.hpp"
#include "moebench/stats/sorted.hpp"

namespace {

namespace stats = moebench::stats;
using Samples = std::vector<double>;

Samples lognormal(std::size_t count, std::uint64_t stream = 0) {
  moebench::core::Rng rng{1, stream};
  Samples samples(count);
  std::ranges::generate(samples, [&] { return std::exp(0.3 * rng.normal()); });
  return samples;
}

std::pair<double, double> plain_mean_and_sd(const Samples& samples) {
  const auto count = static_cast<double>(samples.size());
  double sum = 0;
  for (const double x : samples) {
    sum += x;
  }
  const double mean = sum / count;
  double squares = 0;
  for (const double x : samples) {
    squares += (x - mean) * (x - mean);
  }
  return {mean, std::sqrt(squares / (count - 1))};
}

Samples plain_sorted(Samples samples) {
  std::ranges::sort(samples);
  return samples;
}

/// Type 7, as stats::quantile().
double plain_quantile(const Samples& ascending, double p) {
  const double at = p * static_cast<double>(ascending.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, ascending.size() - 1);
  return ascending[below] + (at - std::floor(at)) * (ascending[above] - ascending[below]);
}

/// U of `a` by the textbook: all samples sorted with their sides, ties given their mean rank, a's ranks added.
double plain_mann_whitney(const Samples& a, const Samples& b) {
  std::vector<std::pair<double, bool>> all;
  all.reserve(a.size() + b.size());
  for (const double x : a) {
    all.emplace_back(x, true);
  }
  for (const double x : b) {
    all.emplace_back(x, false);
  }
  std::ranges::sort(all);
  double ranks_of_a = 0;
  for (std::size_t first = 0; first < all.size();) {
    std::size_t behind = first;
    std::size_t from_a = 0;
    for (; behind < all.size() && all[behind].first == all[first].first; ++behind) {
      from_a += all[behind].second ? std::size_t{1} : std::size_t{0};
    }
    ranks_of_a += static_cast<double>(from_a) * static_cast<double>(first + 1 + behind) / 2;
    first = behind;
  }
  const auto n = static_cast<double>(a.size());
  return ranks_of_a - n * (n + 1) / 2;
}

/// From so many samples on stats::sorted() uses two threads.
constexpr std::size_t k_two_threads = 1'000'000;

/// Calls `run(samples)` for `count` samples; a unit is a sample.
template <class Run>
void add(const std::string& name, std::size_t count, Run run) {
  auto* const row = benchmark::RegisterBenchmark(name.c_str(), [count, run](benchmark::State& state) {
    const Samples samples = lognormal(count);
    for (auto _ : state) {
      benchmark::DoNotOptimize(run(samples));
    }
    limits::count_units(state, count);
  });
  if (count >= k_two_threads) {
    row->UseRealTime();
  }
}

/// Calls `run(a, b)` for `count` samples a side; a unit is a sample of either.
template <class Run>
void add_two_sided(const std::string& name, std::size_t count, Run run) {
  add(name, count, [run, other = lognormal(count, 1)](const Samples& samples) { return run(samples, other); });
}

/// Moving the samples from one place to another: what any sorted copy does at least once.
void copy(benchmark::State& state, std::size_t count) {
  const Samples samples = lognormal(count);
  Samples to(count);
  for (auto _ : state) {
    std::memcpy(to.data(), samples.data(), count * sizeof(double));
    benchmark::DoNotOptimize(to.data());
    benchmark::ClobberMemory();
  }
  limits::count_units(state, count);
}

constexpr double k_level = 0.95;

template <class Quantile>
double three_quantiles(Quantile quantile) {
  return quantile(0.5) + quantile(0.95) + quantile(0.99);
}

void add_peers(std::size_t count) {
  const auto name = [count](const char* what, const char* arm) { return fmt::format("{}/{}/{}", what, count, arm); };
  add(name("mean and sd", "ours"), count, [](const Samples& samples) { return stats::moments(samples); });
  add(name("mean and sd", "plain"), count, plain_mean_and_sd);
  limits::add_loads(name("mean and sd", "loads"), count * sizeof(double), count);
  add(name("sort", "ours"), count, [](const Samples& samples) { return stats::sorted(samples); });
  add(name("sort", "plain"), count, [](const Samples& samples) { return plain_sorted(samples); });
  benchmark::RegisterBenchmark(name("sort", "copy").c_str(), copy, count);
  add(name("quantiles", "ours"), count, [](const Samples& samples) {
    const Samples ascending = stats::sorted(samples);
    return three_quantiles([&](double p) { return stats::quantile_with_interval(ascending, p, k_level).value; });
  });
  add(name("quantiles", "plain"), count, [](const Samples& samples) {
    const Samples ascending = plain_sorted(samples);
    return three_quantiles([&](double p) { return plain_quantile(ascending, p); });
  });
  add_two_sided(name("Mann-Whitney", "ours"), count,
                [](const Samples& a, const Samples& b) { return stats::mann_whitney_of_unsorted(a, b, 1).u; });
  add_two_sided(name("Mann-Whitney", "plain"), count, plain_mann_whitney);
}

/// What is compared has to answer alike.
bool answers_are_the_same() {
  const Samples a = lognormal(10'000);
  const Samples b = lognormal(10'000, 1);
  const auto [mean, sd] = plain_mean_and_sd(a);
  const auto ours = stats::moments(a);
  const auto near = [](double x, double y) { return std::abs(x - y) < 1e-9; };
  return near(mean, ours.mean) && near(sd, ours.sd.value()) && plain_sorted(a) == stats::sorted(a) &&
         plain_quantile(stats::sorted(a), 0.95) == stats::quantile(stats::sorted(a), 0.95) &&
         plain_mann_whitney(a, b) == stats::mann_whitney_of_unsorted(a, b, 1).u;
}

void add_all() {
  add_peers(10'000);
  add_peers(1'000'000);
  for (std::size_t count = 1000; count <= 1'024'000; count *= 4) {
    add(fmt::format("growth/sort/{}", count), count, [](const Samples& samples) { return stats::sorted(samples); });
    add(fmt::format("growth/moments/{}", count), count, [](const Samples& samples) { return stats::moments(samples); });
    add_two_sided(fmt::format("growth/Mann-Whitney/{}", count), count,
                  [](const Samples& a, const Samples& b) { return stats::mann_whitney_of_unsorted(a, b, 1).u; });
  }
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) {
    return 1;
  }
  if (!answers_are_the_same()) {
    fmt::print(stderr, "statistics_peers: plain loops and the library differ\n");
    return 1;
  }
  add_all();
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
