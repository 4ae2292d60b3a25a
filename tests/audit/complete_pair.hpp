// Two synthetic result files and the evidence beside them, complete in everything that the checklist asks for. Tests
// doctor them and see which point notices.
#pragma once

#include <cstdint>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "moebench/audit/audit.hpp"
#include "moebench/core/result_set.hpp"
#include "moebench/core/rng.hpp"
#include "moebench/stats/compare.hpp"
#include "moebench/stats/summarize.hpp"

namespace audit_test {

using namespace moebench;

/// States of a result what its samples give.
inline void state_summary(core::BenchmarkResult& result) {
  const core::Summary summary = stats::summarize(result);
  core::ReportedSummary& told = result.reported.emplace();
  told.iterations = summary.operations;
  told.mean = summary.mean;
  told.sd = summary.sd;
  told.ci_lower = summary.mean_interval->lower;
  told.ci_upper = summary.mean_interval->upper;
  told.p50 = summary.quantile(0.5)->value;
  told.p95 = summary.quantile(0.95)->value;
  told.p99 = summary.quantile(0.99)->value;
  told.min = summary.min;
  told.max = summary.max;
  told.throughput_per_sec = 1e6 / summary.mean;
}

/// Two runs of samples a little above `ns` for `batch` calls, in the clock's nanoseconds.
inline core::BenchmarkResult timed(const std::string& name, std::int64_t ns, std::uint64_t batch, std::size_t samples,
                                   std::uint64_t seed) {
  core::BenchmarkResult result;
  result.name = name;
  result.scenario = "infer";
  core::Rng rng{seed};
  for (int run = 0; run < 2; ++run) {
    core::Run& made = result.series.runs.emplace_back();
    made.batch = batch;
    const std::int64_t shift = 10 * run;
    for (std::size_t i = 0; i < samples; ++i) {
      const auto jitter = static_cast<std::int64_t>(rng.below(3)) * 10;
      const std::int64_t interruption = rng.below(100) == 0 ? 300 : 0;
      const auto elapsed = ns * static_cast<std::int64_t>(batch) + shift + jitter + interruption;
      made.samples.push_back(static_cast<double>(elapsed) / static_cast<double>(batch) / 1000);
    }
    made.counts = {{"voluntary_switches", {1}}, {"major_faults", {0}}, {"read_calls", {0}}, {"write_calls", {0}}};
  }
  result.checks = {{"answers after the measurement", "those before it", "those before it", true},
                   {"parameters after the measurement", "2adb68ce", "2adb68ce", true}};
  state_summary(result);
  return result;
}

template <class Value>
void set(core::Attributes& attributes, std::string_view key, Value value) {
  attributes.set(key, core::Scalar{value});
}

/// What both sides record alike.
inline void record_common(core::Attributes& config) {
  for (const auto& [key, value] :
       std::initializer_list<std::pair<const char*, std::int64_t>>{{"seed", 42},
                                                                   {"runs", 2},
                                                                   {"warmup_iterations", 100},
                                                                   {"benchmark_iterations", 10'000},
                                                                   {"input_dim", 784},
                                                                   {"num_classes", 2},
                                                                   {"model_parameters", 785},
                                                                   {"coefficients_nonzero", 784},
                                                                   {"training_samples", 1000},
                                                                   {"training_features", 784},
                                                                   {"training_labels_0", 100},
                                                                   {"training_labels_1", 900},
                                                                   {"threads", 1},
                                                                   {"compilers_running", 0},
                                                                   {"memory_available_bytes", std::int64_t{8} << 30},
                                                                   {"swap_used_bytes", 0},
                                                                   {"cpu_available", 4}}) {
    config.set(key, value);
  }
  for (const auto& [key, value] : std::initializer_list<std::pair<const char*, const char*>>{
           {"model_crc32", "2adb68ce"},
           {"training_crc32", "50980b35"},
           {"labels_crc32", "fd10757b"},
           {"input_crc32", "0cc6fe0e"},
           {"dtype", "float32"},
           {"device", "cpu"},
           {"cpu", "Model X"},
           {"platform", "Linux"},
           {"preloaded", "none"},
           {"clock", "CLOCK_MONOTONIC"},
           {"governor", "performance"},
           {"boot_id", "boot-1"},
           {"limitations",
            "One machine, one thread, in process: no network. Single "
            "shots include the clock. The model stays in the nearest "
            "cache."},
           {"libraries", "fmt 9.1.0"}}) {
    config.set(key, value);
  }
  set(config, "eval_mode", true);
  set(config, "trained_before_timing", true);
  set(config, "clock_monotonic", true);
  set(config, "allocation_tracing", false);
  set(config, "input_min", 0.0);
  set(config, "input_max", 1.0);
  set(config, "load_average_1m", 0.1);
}

inline void record_answer(core::BenchmarkResult& result, const char* timing) {
  set(result.params, "logit", 2.165476083755493);
  set(result.params, "probability", 0.8971061110496521);
  result.params.set("timing", timing);
}

/// What a run's timed part took, where it was the samples, the calls by which batches are sized, and a little more.
inline void record_time_taken(core::ResultSet& set_) {
  const auto total_us = [](const core::Run& run) {
    return std::accumulate(run.samples.begin(), run.samples.end(), 0.0) * static_cast<double>(run.batch);
  };
  for (core::BenchmarkResult& result : set_.results) {
    const core::BenchmarkResult* batched = set_.find(result.name + " (batched)");
    for (std::size_t i = 0; i < result.series.runs.size(); ++i) {
      core::Run& run = result.series.runs[i];
      const double others_us = batched == nullptr ? 0 : total_us(batched->series.runs[i]) + 100 * run.samples.front();
      const double wall_ns = 1050 * (total_us(run) + others_us);
      run.counts.push_back({"timed_wall_ns", {static_cast<std::uint64_t>(wall_ns)}});
      run.counts.push_back({"timed_cpu_ns", {static_cast<std::uint64_t>(0.98 * wall_ns)}});
    }
  }
}

inline core::ResultSet complete_candidate() {
  core::ResultSet set_;
  set_.source = "candidate.json";
  record_common(set_.config);
  set_.config.set("command", "moebench infer --runs 2 --save candidate.json");
  set(set_.config, "l1_read_bytes_per_sec", 150e9);
  set_.results = {timed("moebench LogisticRegression", 760, 1, 10'000, 1),
                  timed("moebench LogisticRegression (batched)", 710, 6, 1000, 2)};
  record_answer(set_.results[0], "single-shot");
  record_answer(set_.results[1], "batched");
  set_.results.push_back(timed("moebench LogisticRegression, vector kernel (batched)", 90, 50, 1000, 9));
  record_answer(set_.results[2], "batched");
  for (core::BenchmarkResult& result : set_.results) {
    result.framework = "moebench";
    result.params.set("kernel", "scalar");
    result.params.set("batch", 1);
  }
  set_.results[2].params.set("kernel", "vector");
  set_.results[2].params.set("vector_target", "AVX2");
  core::Attributes& facts = set_.environment.facts;
  for (const auto& [key, value] :
       std::initializer_list<std::pair<const char*, const char*>>{{"cpu_model", "Model X"},
                                                                  {"kernel", "6.1"},
                                                                  {"os", "Debian GNU/Linux 12 (bookworm)"},
                                                                  {"clock_source", "tsc"},
                                                                  {"boot_id", "boot-1"},
                                                                  {"compiler", "GCC 12.2.0"},
                                                                  {"compiler_flags", "-O3 -DNDEBUG"},
                                                                  {"build_type", "Release"},
                                                                  {"sanitizers", "none"}}) {
    facts.set(key, value);
  }
  set(facts, "optimised", true);
  set(facts, "link_time_optimisation", false);
  set(facts, "cpu_mhz", 3000.0);
  set(facts, "clock_resolution_ns", 10.0);
  set(facts, "clock_overhead_ns", 25.0);
  set(facts, "load_average_1m", 0.1);
  facts.set("cpu_available", 4);
  facts.set("numa_nodes", 1);
  facts.set("cache_l1d_bytes", 32768);
  facts.set("memory_total_bytes", std::int64_t{16} << 30);
  return set_;
}

inline core::ResultSet complete_baseline() {
  core::ResultSet set_;
  set_.source = "baseline.json";
  record_common(set_.config);
  for (const auto& [key, value] : std::initializer_list<std::pair<const char*, const char*>>{
           {"pytorch_version", "2.1.0+cpu"},
           {"python_version", "3.11.2"},
           {"blas", "BLAS_INFO=open"},
           {"cpu_capability", "CPU capability usage: AVX2"},
           {"command", "benchmark.py --model m.safetensors --runs 2"},
           {"model_sha256", "b0733f8adec16b76e46e2d6e267f1a2846df2b81a69616c1f1140e7f0308b6e5"}}) {
    set_.config.set(key, value);
  }
  set(set_.config, "grad_enabled", false);
  set(set_.config, "compiled", false);
  set(set_.config, "cuda_available", false);
  set(set_.config, "debug_build", false);
  set_.config.set("libraries", "torch 2.1.0+cpu, Python 3.11.2, no other packages");
  set_.config.set("interop_threads", 1);
  set(set_.config, "retrained_max_difference", 6.5e-9);
  set(set_.config, "clock_resolution_s", 1e-9);
  set(set_.config, "clock_overhead_ns", 95.0);
  const auto add = [&](const std::string& name, const char* form, std::int64_t ns, int batch, bool batched,
                       std::size_t samples, std::uint64_t seed) {
    core::BenchmarkResult& result =
        set_.results.emplace_back(timed("PyTorch " + name, ns, batched ? 3 : 1, samples, seed));
    result.framework = "PyTorch";
    result.params.set("form", form);
    result.params.set("batch_size", batch);
    record_answer(result, batched ? "batched" : "single-shot");
    for (core::Run& run : result.series.runs) {
      run.counts.push_back({"gc_collections", {0}});
    }
  };
  add("LogisticRegression", "plain", 5000, 1, false, 10'000, 3);
  add("LogisticRegression (batched)", "plain", 4900, 1, true, 500, 4);
  add("LogisticRegression inference_mode", "inference_mode", 4600, 1, false, 500, 5);
  add("LogisticRegression traced", "traced", 4000, 1, false, 500, 6);
  add("LogisticRegression batch 32", "plain", 14'000, 32, false, 500, 7);
  add("LogisticRegression preallocated", "preallocated", 2400, 1, false, 500, 10);
  add("LogisticRegression dot", "dot", 2000, 1, false, 500, 11);
  add("LogisticRegression batch 1000", "plain", 300'000, 1000, false, 100, 12);
  add("LogisticRegression preallocated batch 1000", "preallocated", 75'000, 1000, false, 100, 13);
  record_time_taken(set_);
  return set_;
}

/// What follows from the two files, as `compare` would state it.
inline audit::Claims right_claims(const core::BenchmarkResult& candidate, const core::BenchmarkResult& baseline) {
  const core::Comparison comparison = stats::compare(candidate, baseline);
  const core::Welch& welch = *comparison.main_welch();
  const double d = comparison.effect_sizes.cohens_d_pooled->value;
  return {.source = "report.md",
          .all = {{.about = candidate.name,
                   .t = welch.t,
                   .df = welch.df,
                   .p_value = welch.p_value,
                   .cohens_d = {},
                   .effect_word = ""},
                  {.about = candidate.name,
                   .t = {},
                   .df = {},
                   .p_value = {},
                   .cohens_d = d,
                   .effect_word = std::string{core::magnitude(d)}}}};
}

inline audit::Evidence complete_evidence() {
  audit::Evidence evidence;
  evidence.recipe = audit::Recipe{
      .model_crc32 = "2adb68ce", .training_crc32 = "50980b35", .labels_crc32 = "fd10757b", .input_crc32 = "0cc6fe0e"};
  evidence.rerun = audit::Rerun{.model_crc32 = "2adb68ce",
                                .logit = 2.165476083755493,
                                .probability = 0.8971061110496521,
                                .label = 1,
                                .kernel = "scalar",
                                .us_per_inference = 0.7,
                                .growth = 8,
                                .us_in_a_batch = 0.06};
  evidence.read_bytes_per_sec = 160e9;
  evidence.boot_id = "boot-1";
  evidence.elsewhere = audit::Elsewhere{.cpu = "Model Y", .candidate = "moebench LogisticRegression", .ratio = 8};
  return evidence;
}

struct Pair {
  core::ResultSet candidate = complete_candidate();
  core::ResultSet baseline = complete_baseline();
  audit::Evidence evidence = complete_evidence();

  Pair() { evidence.claims = right_claims(candidate.results[0], baseline.results[0]); }

  core::AuditReport audited() const {
    auto report = audit::audit(candidate, baseline, evidence);
    return report.value();
  }
};

}  // namespace audit_test
