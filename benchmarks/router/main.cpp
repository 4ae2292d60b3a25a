// usage: router_peers [options of Google Benchmark]
// The router beside a straightforward one, in one process. scripts/benchmarks runs it; results/benchmarks.md has the
// figures.
#include <benchmark/benchmark.h>

#include "limits/limits.hpp"
#include "peer.hpp"

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) {
    return 1;
  }
  benchmark::RegisterBenchmark("cycle", limits::clock_cycle);
  router_peers::add_routing();
  router_peers::add_counting();
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
