// A baseline that was slowed, helped or set up otherwise than it says: each is caught by the points that ask for it.
#include <algorithm>

#include "findings.hpp"

using namespace audit_test;

TEST_CASE("a baseline that is not what it says is caught") {
  check_caught({
      {"a sleep in the baseline",
       [](Pair& pair) {
         for (core::BenchmarkResult* result : {&pair.baseline.results[0], &pair.baseline.results[1]}) {
           change_samples(*result, [](std::vector<double>& samples) {
             for (double& sample : samples) {
               sample += 1000;
             }
           });
           state_summary(*result);
         }
         for (core::Run& run : pair.baseline.results[0].series.runs) {
           run.counts[0].values = {10'000};
         }
       },
       {81, 86, 91}},
      {"a busy wait in the plain form alone, which gives no core up",
       [](Pair& pair) {
         change_samples(pair.baseline.results[0], [](std::vector<double>& samples) {
           for (double& sample : samples) {
             sample += 20;
           }
         });
         state_summary(pair.baseline.results[0]);
       },
       {11, 81, 91}},
      {"a debug build of PyTorch", [](Pair& pair) { set(pair.baseline.config, "debug_build", true); }, {64, 95}},
      {"a GPU", [](Pair& pair) { set(pair.baseline.config, "cuda_available", true); }, {32}},
      {"gradients on", [](Pair& pair) { set(pair.baseline.config, "grad_enabled", true); }, {33}},
      {"training mode", [](Pair& pair) { set(pair.baseline.config, "eval_mode", false); }, {15, 34}},
      {"a batch against single calls",
       [](Pair& pair) { pair.baseline.results[0].params.set("batch_size", 32); },
       {9, 47, 97}},
      {"reading a file in every call",
       [](Pair& pair) { pair.baseline.results[0].series.runs[1].counts[2].values = {10'000}; },
       {13}},
      {"garbage collection", [](Pair& pair) { pair.baseline.results[0].series.runs[0].counts[4].values = {3}; }, {67}},
      {"a thousand inputs in less time than one",
       [](Pair& pair) {
         for (core::BenchmarkResult& result : pair.baseline.results) {
           if (result.name == "PyTorch LogisticRegression batch 1000") {
             scale(result, 0.01);
           }
         }
       },
       {85}},
      {"a baseline that multiplies with the reference BLAS",
       [](Pair& pair) { pair.baseline.config.set("blas", "BLAS_INFO=generic, /usr/lib/blas/libblas.so.3.11.0"); },
       {91}},
      {"PyTorch told to do without the processor's vectors",
       [](Pair& pair) {
         pair.candidate.environment.facts.set("cpu_features", "sse4.2 avx fma avx2");
         pair.baseline.config.set("cpu_capability", "CPU capability usage: NO AVX");
       },
       {91}},
      {"a compiled baseline", [](Pair& pair) { set(pair.baseline.config, "compiled", true); }, {35}},
      {"another form passed off as the plain one",
       [](Pair& pair) { pair.baseline.results[0].params.set("form", "traced"); },
       {31, 35}},
      {"every row three times as long",
       [](Pair& pair) {
         for (core::BenchmarkResult& result : pair.baseline.results) {
           scale(result, 3);
         }
       },
       {81, 85, 91}},
      {"a busy wait in every call of every row, and in what its run took",
       [](Pair& pair) {
         for (core::BenchmarkResult& result : pair.baseline.results) {
           change_samples(result, [](std::vector<double>& samples) {
             for (double& sample : samples) {
               sample += 20;
             }
           });
           state_summary(result);
           for (core::Run& run : result.series.runs) {
             std::erase_if(run.counts, [](const core::Count& count) { return count.name.starts_with("timed_"); });
           }
         }
         record_time_taken(pair.baseline);
       },
       {81, 85, 91}},
      {"a busy wait in the module calls alone",
       [](Pair& pair) {
         for (core::BenchmarkResult& result : pair.baseline.results) {
           if (result.params.text("form") != "dot" && result.params.text("form") != "preallocated") {
             scale(result, 5);
           }
         }
       },
       {81, 85, 91}},
      {"a clock whose reading is said to take as long as the calls",
       [](Pair& pair) {
         set(pair.baseline.config, "clock_overhead_ns", 5000.0);
         for (core::BenchmarkResult& result : pair.baseline.results) {
           scale(result, 3);
         }
       },
       {81, 85, 91}},
      {"every row slowed in all runs but one",
       [](Pair& pair) {
         for (core::BenchmarkResult& result : pair.baseline.results) {
           result.series.runs.push_back(result.series.runs[0]);
           for (std::size_t i = 1; i < 3; ++i) {
             for (double& sample : result.series.runs[i].samples) {
               sample *= 3;
             }
           }
           state_summary(result);
         }
       },
       {81, 85, 91}},
      {"a core given up in the timed part",
       [](Pair& pair) {
         for (core::Count& count : pair.baseline.results[0].series.runs[0].counts) {
           if (count.name == "timed_cpu_ns") {
             count.values[0] /= 3;
           }
         }
       },
       {91}},
      {"time between the calls that no sample shows",
       [](Pair& pair) {
         for (core::Count& count : pair.baseline.results[0].series.runs[1].counts) {
           if (count.name.starts_with("timed_")) {
             count.values[0] *= 5;
           }
         }
       },
       {91}},
      {"samples that add up to more than the run took",
       [](Pair& pair) {
         for (core::Count& count : pair.baseline.results[0].series.runs[0].counts) {
           if (count.name.starts_with("timed_")) {
             count.values[0] /= 3;
           }
         }
       },
       {91}},
      {"threads between operations", [](Pair& pair) { pair.baseline.config.set("interop_threads", 4); }, {69}},
      {"weights that PyTorch does not train",
       [](Pair& pair) { set(pair.baseline.config, "retrained_max_difference", 0.3); },
       {51}},
      {"no hash of the model's file", [](Pair& pair) { pair.baseline.config.set("model_sha256", "unknown"); }, {72}},
      {"a BLAS of no name", [](Pair& pair) { pair.baseline.config.set("blas", "a fast one"); }, {65}},
      {"other libraries than were loaded",
       [](Pair& pair) { pair.baseline.config.set("libraries", "torch 2.9.1, Python 3.11.2"); },
       {75}},
      {"libraries without versions", [](Pair& pair) { pair.baseline.config.set("libraries", "torch, Python"); }, {75}},
  });
}

TEST_CASE("what no row shows of the baseline's speed earns nothing") {
  const auto without_form = [](std::string_view form, std::uint64_t most_inputs) {
    Pair pair;
    std::erase_if(pair.baseline.results, [&](const core::BenchmarkResult& result) {
      return (form.empty() || result.params.text("form") == form) && result.inputs_per_call() > most_inputs;
    });
    return pair.audited();
  };
  for (const int point : {81, 85, 91}) {
    CAPTURE(point);
    CHECK(without_form("", 32).point(point)->finding == Finding::skip);
    CHECK(without_form("preallocated", 0).point(point)->finding == Finding::skip);
  }
  Pair pair;
  pair.baseline.results[0].series.runs[0].counts.pop_back();
  CHECK(pair.audited().point(91)->finding == Finding::skip);
}
