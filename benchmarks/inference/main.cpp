// usage: inference_kernels [options of Google Benchmark]
// What a kernel costs, and what the machine allows: probabilities of 784 inputs by each kernel, single and in batches;
// beside them the processor's clock, measured, and the time in which it does nothing but load what a kernel reads. The
// figures stand in results/inference_kernels.md. Built with -DMOEBENCH_BUILD_BENCHMARKS=ON.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "moebench/apr/kernel.hpp"
#include "moebench/apr/logistic_regression.hpp"
#include "moebench/core/rng.hpp"

namespace {

using moebench::apr::Kernel;
using moebench::apr::LogisticRegression;

constexpr std::size_t k_columns = 784;

std::vector<float> normals(std::size_t count, std::uint64_t stream) {
  moebench::core::Rng rng{42, stream};
  std::vector<float> values(count);
  for (float& value : values) {
    value = static_cast<float>(rng.normal());
  }
  return values;
}

/// `values` at `offset` bytes from a multiple of 64.
class Placed {
 public:
  Placed(const std::vector<float>& values, std::size_t offset)
      : memory_{static_cast<float*>(std::aligned_alloc(64, (values.size() * 4 / 64 + 2) * 64))},
        values_{memory_.get() + offset / 4, values.size()} {
    std::ranges::copy(values, values_.begin());
  }

  std::span<const float> values() const { return values_; }

 private:
  struct Free {
    void operator()(float* memory) const { std::free(memory); }
  };
  std::unique_ptr<float, Free> memory_;
  std::span<float> values_;
};

const LogisticRegression& model() {
  static const LogisticRegression built = LogisticRegression::create(normals(k_columns, 0), 0.5F).value();
  return built;
}

void count_samples(benchmark::State& state, std::size_t rows) {
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

#if defined(__x86_64__)
/// Additions that wait for one another: one cycle each, so the time of one is a cycle.
void clock_cycle(benchmark::State& state) {
  constexpr int chain = 1000;
  std::uint64_t value = 0;
  for (auto _ : state) {
    for (int i = 0; i < chain / 10; ++i) {
      asm volatile(
          "add $1, %0\n add $1, %0\n add $1, %0\n add $1, %0\n add $1, %0\n"
          "add $1, %0\n add $1, %0\n add $1, %0\n add $1, %0\n add $1, %0\n"
          : "+r"(value));
    }
  }
  state.counters["per cycle"] =
      benchmark::Counter(chain, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

/// Loads `bytes` from `data` by 32 bytes, and does nothing with them.
__attribute__((target("avx2"))) void load_all(const char* data, std::size_t bytes) {
  for (std::size_t at = 0; at + 256 <= bytes; at += 256) {
    asm volatile(
        "vmovups   (%0), %%ymm0\n vmovups 32(%0), %%ymm1\n vmovups 64(%0), %%ymm2\n vmovups 96(%0), %%ymm3\n"
        "vmovups 128(%0), %%ymm4\n vmovups 160(%0), %%ymm5\n vmovups 192(%0), %%ymm6\n vmovups 224(%0), %%ymm7\n"
        :
        : "r"(data + at)
        : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7");
  }
}

/// What the samples alone cost to load, per sample: with the coefficients (one sample) or without (a batch).
void loads(benchmark::State& state, std::size_t rows, std::size_t vectors, std::size_t offset) {
  const Placed inputs{normals(rows * k_columns * vectors + 64, 1), offset};
  const std::size_t bytes = rows * vectors * k_columns * 4;
  for (auto _ : state) {
    load_all(reinterpret_cast<const char*>(inputs.values().data()), bytes);
  }
  count_samples(state, rows);
}
#endif

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
    for (const std::size_t rows : {std::size_t{32}, std::size_t{1000}}) {
      add(fmt::format("{}/batch of {}", name, rows), batch, kernel, rows);
    }
  }
#if defined(__x86_64__)
  add("limit/clock cycle", clock_cycle);
  if (__builtin_cpu_supports("avx2")) {
    add("limit/loads, sample and coefficients", loads, std::size_t{1}, std::size_t{2}, std::size_t{0});
    add("limit/loads, sample and coefficients, 16 bytes off", loads, std::size_t{1}, std::size_t{2}, std::size_t{16});
    add("limit/loads, 32 samples", loads, std::size_t{32}, std::size_t{1}, std::size_t{0});
    add("limit/loads, 1000 samples", loads, std::size_t{1000}, std::size_t{1}, std::size_t{0});
  }
#endif
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
