// The rows and sentences on the registry: reads, baselines, scaling, mixed load.
#include <string>

#include <doctest/doctest.h>

#include "contains.hpp"
#include "moebench/report/sections.hpp"

using namespace moebench::core;
using moebench::report::baseline_section;
using moebench::report::Measured;
using moebench::report::mixed_section;
using moebench::report::registry_section;
using test::contains;

namespace {

/// Two runs whose mean is `mean_us`, with limits 10 % beside it.
Summary summary_of(double mean_us) {
  Summary summary{};
  summary.n = 6;
  summary.level = 0.95;
  summary.mean = mean_us;
  const Estimate figure{mean_us, Interval{mean_us * 0.9, mean_us * 1.1}};
  summary.between_runs =
      BetweenRuns{.runs = 2, .df = 1, .mean = figure, .sd_of_means = 0.1, .p50 = figure, .p95 = figure, .p99 = figure};
  summary.counts = CountSummary{.requests = 1000,
                                .succeeded = 1000,
                                .success_rate = {1.0, Interval{0.99, 1.0}},
                                .expert_share = {},
                                .imbalance = std::nullopt};
  return summary;
}

BenchmarkResult& add(Measured& measured, const std::string& name, std::uint64_t batch, double mean_us) {
  BenchmarkResult result;
  result.name = name;
  result.series.runs = {{.batch = batch, .samples = {mean_us}, .counts = {}}};
  measured.set.results.push_back(std::move(result));
  measured.analysis.summaries.push_back(summary_of(mean_us));
  return measured.set.results.back();
}

void add_reads(Measured& measured, const std::string& backend, const std::string& access, const std::string& way,
               double mean_us) {
  BenchmarkResult& result = add(measured, "registry/" + backend + "/" + access + "/" + way, 20'000, mean_us);
  result.params.set("backend", backend);
  result.params.set("access", access);
  result.params.set("readers", 2);
  result.params.set("reads_per_thread", 10'000);
  result.params.set("models", 10);
}

Measured registry() {
  Measured measured;
  measured.set.config.set("model", "a test");
  for (const char* way : {"threads-created", "steady-state"}) {
    add_reads(measured, "rcu", "borrowed", way, 0.005);
    add_reads(measured, "rwlock", "owned", way, 0.05);
    measured.set.results[measured.set.results.size() - 2].baselines = {std::string{"registry/rwlock/owned/"} + way};
  }
  measured.analysis.speedups = {{.name = "registry/rcu/borrowed/steady-state",
                                 .baseline = "registry/rwlock/owned/steady-state",
                                 .level = 0.95,
                                 .speedup = {10.0, Interval{9.0, 11.0}},
                                 .pairs = 2,
                                 .between_runs = true}};
  add(measured, "registry/threads-only", 2, 12.5).params.set("readers", 2);
  return measured;
}

}  // namespace

TEST_CASE("the registry section shows both ways of counting in reads and nanoseconds") {
  const std::string section = registry_section(registry());
  CHECK(contains(section, "**Test**: 2 threads, 10000 reads each, 10 models, copies of one model (a test)"));
  CHECK(contains(section, "95 % t interval over 2 runs (fresh processes)"));
  CHECK(contains(section, "| rcu     | borrowed |      20,000 |         0.100 |"));  // ms: 20,000 reads of 5 ns
  CHECK(contains(section, "| rwlock  | owned    |       2 |"));
  CHECK(contains(section, "[182,000,000, 222,000,000]"));  // reads a second: the limits of 5 ns, swapped and inverted
  CHECK(contains(section, "Creating and joining 2 threads that do nothing takes 0.0250 ms"));
  CHECK(contains(section, "which is 25 % of rcu's borrowed rounds"));
}

TEST_CASE("the baseline section has a speedup with its interval where there is one and a gap where there is none") {
  const std::string section = baseline_section(registry());
  CHECK(contains(section, "## Comparison with Baselines"));
  CHECK(contains(section, "10.0x"));
  CHECK(contains(section, "[9.0, 11.0]"));
  CHECK(contains(section, "| rcu     | borrowed | thread creation included |                    |"));
  CHECK(baseline_section(Measured{}).empty());
}

TEST_CASE("a sweep over readers shows the law's parameters by curve") {
  Measured measured;
  add_reads(measured, "rcu", "borrowed", "1-readers", 0.01);
  add_reads(measured, "rcu", "borrowed", "2-readers", 0.005);
  for (BenchmarkResult& result : measured.set.results) {
    result.params.set("curve", "rcu, borrowed");
  }
  measured.analysis.scaling = {{.name = "rcu, borrowed",
                                .level = 0.95,
                                .runs = 2,
                                .points = {},
                                .lambda_per_sec = {1e8, std::nullopt},
                                .sigma = {0.25, Interval{0.2, 0.3}},
                                .kappa = {0.0, Interval{0.0, 0.01}},
                                .peak_threads = std::nullopt,
                                .max_relative_residual = 0.125}};
  const std::string section = registry_section(measured);
  CHECK(contains(section, "## Registry Reads by Number of Threads"));
  CHECK(contains(section, "| rcu, borrowed    |      100,000,000 |"));
  CHECK(contains(section, "|           none |"));
  CHECK(contains(section, "12.5 %"));
}

TEST_CASE("the mixed section counts models and shows every company that readers had") {
  Measured measured;
  measured.set.config.set("model", "a test");
  for (const char* kind : {"exact", "insert", "read-while-writing", "read-beside-busy-threads", "read-alone"}) {
    BenchmarkResult& result = add(measured, std::string{"mixed/rcu/"} + kind, 12'000, 0.5);
    result.params.set("backend", "rcu");
    result.params.set("readers", 10);
    result.params.set("writers", 2);
    result.params.set("operations", 1000);
    result.series.runs[0].counts = {
        {"requests", {20'000}}, {"longest_read_ns", {7'500'000}}, {"times_blocked", {3}}, {"times_preempted", {450}}};
    Quantile median{};
    median.p = 0.5;
    median.value = 0.5;
    measured.analysis.summaries.back().quantiles = {median};
  }
  measured.set.results[0].checks = {
      {.name = "final number of models, every round", .expected = "2000", .actual = "2000", .ok = true},
      {.name = "deadlocks", .expected = "0", .actual = "0", .ok = true},
      {.name = "torn reads", .expected = "0", .actual = "1", .ok = false},
      {.name = "stale reads", .expected = "0", .actual = "0", .ok = true}};
  const std::string section = mixed_section(measured);
  CHECK(
      contains(section, "**Test**: 10 readers and 2 writers, 1000 operations each, models are copies of one (a test)"));
  CHECK(contains(section, "| rcu     | Final model count "));
  CHECK(contains(section, " 2000 | "));
  CHECK(contains(section, "**1**"));      // a torn read stands out
  CHECK(contains(section, "2,000,000"));  // insertions a second, of 0.5 us each
  for (const char* company : {"| rcu     | writers ", "| rcu     | busy threads ", "| rcu     | nobody "}) {
    CHECK(contains(section, company));
  }
  CHECK(contains(section, "| 20,000 |"));
  CHECK(contains(section, "7,500 |       3 |       450 |"));
}

TEST_CASE("a sweep over insertions says how many there were where a round was stopped") {
  Measured measured;
  for (const std::uint64_t inserted : {2000U, 1234U}) {
    BenchmarkResult& result = add(measured, "mixed/snapshot/insert", inserted, 3.0);
    result.params.set("backend", "snapshot");
    result.params.set("writers", 2);
    result.params.set("insertions", inserted == 2000 ? 2000 : 20'000);
    result.series.runs[0].counts = {{"inserted", {1000}}, {"writers_cpu_ns", {1'500'000}}};
  }
  const std::string section = mixed_section(measured);
  CHECK(contains(section, "## Insertions by Size of the Registry"));
  CHECK(contains(section, "| snapshot |          2,000 |"));
  CHECK(contains(section, "| snapshot | 1,234 of 20000 |           stopped |"));
  CHECK(contains(section, " 1.50 |"));  // us on a core
}
