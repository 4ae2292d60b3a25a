// usage: dispatch_peers [options of Google Benchmark]
// Dispatching a batch with normal logits on one thread: the vector kernel beside the scalar one, what loading the
// logits takes, and how the time grows with tokens and experts. pytorch.py measures PyTorch's ways; scripts/benchmarks
// runs both in turns; results/benchmarks.md has the figures.
#include <cstddef>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "limits/limits.hpp"
#include "moebench/core/rng.hpp"
#include "moebench/moe/dispatcher.hpp"

namespace {

using moebench::moe::Dispatcher;
using moebench::moe::GateKernel;

constexpr std::size_t k_tokens = 4096;

struct Shape {
  std::size_t tokens;
  std::size_t experts;
  std::size_t top_k;
};

std::vector<float> logits_of(const Shape& shape) {
  moebench::core::Rng rng{42};
  std::vector<float> logits(shape.tokens * shape.experts);
  for (float& logit : logits) {
    logit = static_cast<float>(rng.normal());
  }
  return logits;
}

void dispatch(benchmark::State& state, const Shape& shape, GateKernel kernel) {
  auto dispatcher =
      Dispatcher::create(
          {.gate = {.experts = shape.experts, .top_k = shape.top_k}, .tokens = shape.tokens, .kernel = kernel})
          .value();
  const limits::Placed logits{logits_of(shape)};
  for (auto _ : state) {
    benchmark::DoNotOptimize(dispatcher.dispatch(logits.values()));
    benchmark::ClobberMemory();
  }
  limits::count_units(state, shape.tokens);
}

void add(const std::string& name, const Shape& shape, GateKernel kernel = GateKernel::vector) {
  benchmark::RegisterBenchmark(name.c_str(), dispatch, shape, kernel);
}

void add_all() {
  benchmark::RegisterBenchmark("cycle", limits::clock_cycle);
  for (const std::size_t experts : {std::size_t{8}, std::size_t{64}, std::size_t{256}}) {
    for (const std::size_t top_k : {std::size_t{1}, std::size_t{2}, std::size_t{8}}) {
      const Shape shape{k_tokens, experts, top_k};
      add(fmt::format("dispatch/{}/{}/ours", experts, top_k), shape);
      add(fmt::format("dispatch/{}/{}/scalar", experts, top_k), shape, GateKernel::scalar);
    }
    limits::add_loads(fmt::format("dispatch/{}/loads", experts), k_tokens * experts * sizeof(float), k_tokens);
  }
  for (std::size_t tokens = 512; tokens <= 65'536; tokens *= 2) {
    add(fmt::format("growth/dispatch tokens/{}", tokens), {tokens, 64, 2});
  }
  for (std::size_t experts = 8; experts <= 4096; experts *= 2) {
    add(fmt::format("growth/dispatch experts/{}", experts), {1024, experts, 2});
  }
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) {
    return 1;
  }
  benchmark::AddCustomContext("vector kernel", std::string{moebench::moe::gate_target()});
  add_all();
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
