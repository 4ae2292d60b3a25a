// usage: inference_kernels [options of Google Benchmark]
// What a kernel costs, and what the machine allows: probabilities of 784 inputs by each kernel, single and in batches;
// beside them the processor's clock, measured, and the time in which it does nothing but load what a kernel reads. The
// figures stand in results/inference_kernels.md. Built with -DMOEBENCH_BUILD_BENCHMARKS=ON.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "limits/limits.hpp"
#include "moebench/apr/kernel.hpp"
#include "moebench/apr/logistic_regression.hpp"
#include "moebench/core/rng.hpp"

namespace {

using limits::Placed;
using moebench::apr::Kernel;
using moebench::apr::LogisticRegression;

constexpr std::size_t k_columns = 784;
constexpr std::size_t k_large_rows = 60'000;

std::vector<float> normals(std::size_t count, std::uint64_t stream) {
  moebench::core::Rng rng{42, stream};
  std::vector<float> values(count);
  for (float& value : values) {
    value = static_cast<float>(rng.normal());
  }
  return values;
}

/// With its coefficients where the allocator puts them.
const LogisticRegression& model() {
  static const LogisticRegression built = LogisticRegression::create(normals(k_columns, 0), 0.5F).value();
  return built;
}

/// With its coefficients at a multiple of 64 bytes, as the inputs are.
const LogisticRegression& aligned_model() {
  static const LogisticRegression built = [] {
    std::vector<std::vector<float>> tried;  // kept, so that each one stands elsewhere
    do {
      tried.push_back(normals(k_columns, 0));
    } while (reinterpret_cast<std::uintptr_t>(tried.back().data()) % 64 != 0 && tried.size() < 1000);
    return LogisticRegression::create(std::move(tried.back()), 0.5F).value();
  }();
  return built;
}

void count_samples(benchmark::State& state, std::size_t rows) {
  limits::count_units(state, rows);
  state.counters["per sample"] = benchmark::Counter(
      static_cast<double>(rows), benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void single(benchmark::State& state, Kernel kernel, std::size_t offset) {
  const Placed input{normals(k_columns, 1), offset};
  for (auto _ : state) {
    benchmark::DoNotOptimize(model().predict_proba(input.values(), kernel));
  }
  count_samples(state, 1);
}

void logit_alone(benchmark::State& state, Kernel kernel) {
  const Placed input{normals(k_columns, 1), 0};
  for (auto _ : state) {
    benchmark::DoNotOptimize(model().predict_logit(input.values(), kernel));
  }
  count_samples(state, 1);
}

void aligned_single(benchmark::State& state, Kernel kernel) {
  const Placed input{normals(k_columns, 1)};
  for (auto _ : state) {
    benchmark::DoNotOptimize(aligned_model().predict_proba(input.values(), kernel));
  }
  count_samples(state, 1);
}

void aligned_logit(benchmark::State& state, Kernel kernel) {
  const Placed input{normals(k_columns, 1)};
  for (auto _ : state) {
    benchmark::DoNotOptimize(aligned_model().predict_logit(input.values(), kernel));
  }
  count_samples(state, 1);
}

/// 60,000 rows, more than any cache holds: made once, for every arm the same bytes.
const Placed& large_batch() {
  static const Placed inputs{[] {
    std::vector<float> values = normals(1000 * k_columns, 1);
    values.reserve(k_large_rows * k_columns);
    while (values.size() < k_large_rows * k_columns) {
      values.insert(values.end(), values.begin(), values.begin() + 1000 * k_columns);
    }
    return values;
  }()};
  return inputs;
}

void large_batch_by(benchmark::State& state, Kernel kernel) {
  const auto inputs = large_batch().values();  // made before the clock starts
  std::vector<float> outputs(k_large_rows);
  for (auto _ : state) {
    aligned_model().predict_proba(inputs, k_large_rows, outputs, kernel);
    benchmark::DoNotOptimize(outputs.data());
    benchmark::ClobberMemory();
  }
  count_samples(state, k_large_rows);
}

void large_batch_loads(benchmark::State& state) {
  const auto inputs = large_batch().values();
  for (auto _ : state) {
    limits::load_all(inputs.data(), inputs.size_bytes());
  }
  count_samples(state, k_large_rows);
}

void batch(benchmark::State& state, Kernel kernel, std::size_t rows) {
  const Placed inputs{normals(rows * k_columns, 1), 0};
  std::vector<float> outputs(rows);
  for (auto _ : state) {
    model().predict_proba(inputs.values(), rows, outputs, kernel);
    benchmark::DoNotOptimize(outputs.data());
    benchmark::ClobberMemory();
  }
  count_samples(state, rows);
}

/// What the samples alone cost to load, per sample: with the coefficients (one sample) or without (a batch).
void loads(benchmark::State& state, std::size_t rows, std::size_t vectors, std::size_t offset) {
  const Placed inputs{normals(rows * k_columns * vectors, 1), offset};
  for (auto _ : state) {
    limits::load_all(inputs.values().data(), inputs.values().size_bytes());
  }
  count_samples(state, rows);
}

/// Loading a sample and the coefficients, and the probability of a logit that waits for neither.
void loads_and_sigmoid(benchmark::State& state) {
  const Placed inputs{normals(2 * k_columns, 1)};
  float z = 0.25F;
  for (auto _ : state) {
    limits::load_all(inputs.values().data(), inputs.values().size_bytes());
    benchmark::DoNotOptimize(z);
    benchmark::DoNotOptimize(1.0F / (1.0F + std::exp(-z)));
  }
  count_samples(state, 1);
}

double least(const std::vector<double>& values) {
  return std::ranges::min(values);
}

/// Registers with the least over the repetitions beside the median: on a machine with neighbours, what it can do.
template <class... Arguments>
void add(const std::string& name, Arguments... arguments) {
  benchmark::RegisterBenchmark(name.c_str(), arguments...)->ComputeStatistics("least", least);
}

void add_all() {
  for (const Kernel kernel : {Kernel::scalar, Kernel::eigen, Kernel::vector}) {
    const std::string name{moebench::apr::name(kernel)};
    add(fmt::format("{}/single", name), single, kernel, std::size_t{0});
    add(fmt::format("{}/single, input 16 bytes off", name), single, kernel, std::size_t{16});
    add(fmt::format("{}/single, logit alone", name), logit_alone, kernel);
    add(fmt::format("{}/single, all aligned", name), aligned_single, kernel);
    add(fmt::format("{}/single, all aligned, logit alone", name), aligned_logit, kernel);
    for (const std::size_t rows : {std::size_t{32}, std::size_t{1000}}) {
      add(fmt::format("{}/batch of {}", name, rows), batch, kernel, rows);
    }
    add(fmt::format("{}/batch of {}", name, k_large_rows), large_batch_by, kernel);
  }
  add("limit/clock cycle", limits::clock_cycle);
  if (limits::can_load()) {
    add("limit/loads, sample and coefficients", loads, std::size_t{1}, std::size_t{2}, std::size_t{0});
    add("limit/loads, sample and coefficients, 16 bytes off", loads, std::size_t{1}, std::size_t{2}, std::size_t{16});
    add("limit/loads, sample and coefficients, and sigmoid", loads_and_sigmoid);
    add("limit/loads, 32 samples", loads, std::size_t{32}, std::size_t{1}, std::size_t{0});
    add("limit/loads, 1000 samples", loads, std::size_t{1000}, std::size_t{1}, std::size_t{0});
    add("limit/loads, 60000 samples", large_batch_loads);
  }
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) {
    return 1;
  }
  benchmark::AddCustomContext("vector kernel", std::string{moebench::apr::vector_target()});
  add_all();
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
