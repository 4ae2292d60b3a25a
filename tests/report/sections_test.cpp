// The sentences and rows that a user reads.
#include "moebench/report/sections.hpp"

#include <string>

#include <doctest/doctest.h>

#include "contains.hpp"
#include "moebench/report/suite_report.hpp"

using namespace moebench::core;
using moebench::report::Measured;
using moebench::report::Shown;
using test::contains;

namespace {

Summary summary_of(double mean, bool replicated) {
  Summary summary{};
  summary.n = 40;
  summary.level = 0.95;
  summary.mean = mean;
  summary.mean_interval = {.level = 0.95, .df = 39, .lower = mean * 0.9, .upper = mean * 1.1};
  if (replicated) {
    const Estimate figure{mean, Interval{mean * 0.98, mean * 1.02}};
    summary.between_runs = BetweenRuns{
        .runs = 2, .df = 1, .mean = figure, .sd_of_means = 0.1, .p50 = figure, .p95 = figure, .p99 = figure};
  }
  return summary;
}

void add(Measured& measured, const std::string& name, std::uint64_t batch, const Summary& summary) {
  BenchmarkResult result;
  result.name = name;
  result.series.runs = {{.batch = batch, .samples = {summary.mean}, .counts = {}},
                        {.batch = batch, .samples = {summary.mean}, .counts = {}}};
  result.params.set("threads", 10);
  result.params.set("requests_per_thread", 1000);
  result.params.set("experts", 2);
  result.params.set("hold", 16);
  measured.set.results.push_back(std::move(result));
  measured.analysis.summaries.push_back(summary);
}

CountSummary counts() {
  return {.requests = 10000,
          .succeeded = 10000,
          .success_rate = {1.0, Interval{0.9996, 1.0}},
          .expert_share = {{0.25, Interval{0.24, 0.26}}, {0.75, Interval{0.74, 0.76}}},
          .imbalance = Estimate{1.5, Interval{1.48, 1.52}}};
}

Measured router(const std::string& prefix, bool replicated = true) {
  Measured measured;
  Summary summary = summary_of(0.05, replicated);  // us per request: 10,000 requests in 0.5 ms, 20 million a second
  summary.counts = counts();
  for (const char* name : {"threads-created", "makespan", "steady-state", "in-thread", "in-thread-cpu"}) {
    add(measured, prefix + name, 10000, summary);
  }
  return measured;
}

}  // namespace

TEST_CASE("the router section has a labelled group for each way of counting with intervals") {
  const std::string section = router_section(router("router/"));
  CHECK(contains(section, "## 1. Capacity Factor Router Throughput"));
  CHECK(contains(section, "95 % t interval over 2 runs (fresh processes)"));
  CHECK(contains(section, "| thread creation included | Requests in a round |     10,000 |"));
  CHECK(contains(section, "| makespan "));
  CHECK(contains(section, "| steady state "));
  CHECK(contains(section, "| Duration of a round "));
  CHECK(contains(section, "[0.490, 0.510] | ms"));
  CHECK(contains(section, "20,000,000 | [19,610,000, 20,410,000] | routes/s"));
  CHECK(contains(section, "100 % |         [99.96 %, 100 %] | of requests"));
  CHECK(contains(section, "| 1                                     |                  75.0 |   [74.0, 76.0] |"));
  CHECK(contains(section, "| imbalance (busiest / mean, 1 is even) |                 1.500 | [1.480, 1.520] |"));
  CHECK(contains(section, "5.86 ms and 1,707,894 routes/s compare with these rows alone"));
  CHECK(contains(section, "[^fedus-2022]"));
}

TEST_CASE("rounds of different sizes have a throughput and no common duration") {
  Measured measured = router("router/");
  measured.set.results[2].series.runs.back().batch = 25000;
  const std::string section = router_section(measured);
  CHECK(contains(section, "10,000 to 25,000 |"));
  CHECK(contains(section, "range of runs | routes"));
  const auto count = [&](const std::string& part) {
    std::size_t seen = 0;
    for (std::size_t at = section.find(part); at != std::string::npos; at = section.find(part, at + 1)) {
      ++seen;
    }
    return seen;
  };
  CHECK(count("Duration of a round") == 2);
  CHECK(count("| Throughput ") == 3);
}

TEST_CASE("one run is said not to be replicated") {
  CHECK(contains(router_section(router("router/", false)), "within one process: not replicated"));
}

TEST_CASE("the lifecycle has a section of its own") {
  const std::string section = router_section(router("lifecycle/"));
  CHECK(contains(section, "## Router lifecycle: admit and release"));
  CHECK(contains(section, "holding up to 16 places"));
  CHECK_FALSE(contains(section, "1,707,894"));
}

TEST_CASE("more experts than fit are cut to the busiest") {
  Measured measured = router("router/");
  for (Summary& summary : measured.analysis.summaries) {
    summary.counts->expert_share.assign(64, {1.0 / 64, {}});
    summary.counts->expert_share[60] = {0.5, {}};
  }
  const std::string section = router_section(measured);
  CHECK(contains(section, "| 60 "));
  CHECK(contains(section, "| 48 others, less loaded "));
  CHECK_FALSE(contains(section, "| 40 "));
}

TEST_CASE("a failed check stands out") {
  Measured measured = router("lifecycle/");
  measured.set.results[0].checks.push_back(
      {.name = "admissions beyond an expert's capacity", .expected = "0", .actual = "7", .ok = false});
  CHECK(contains(router_section(measured), "**FAILED**"));
}

TEST_CASE("the inference section shows both timings and the answer") {
  Measured measured;
  add(measured, "moebench LogisticRegression", 1, summary_of(0.5, true));
  add(measured, "moebench LogisticRegression (batched)", 7, summary_of(0.4, true));
  measured.set.results[0].params.set("logit", Scalar{2.16547608});
  measured.set.results[0].params.set("probability", Scalar{0.897106111});
  measured.set.results[0].params.set("class", 1);
  measured.set.config.set("warmup_iterations", 100);
  const std::string section = infer_section(measured);
  CHECK(contains(section, "logit 2.165476, probability 0.897106, class 1"));
  CHECK(contains(section, "| single shot | samples "));
  CHECK(contains(section, "| batched     | samples "));
  CHECK(contains(section, "of 7 calls"));
  CHECK(contains(section, "[0.490, 0.510] | us"));
  CHECK(contains(section, "100 warm-up calls"));
  CHECK(contains(section, "0.52 us (p50) and 1,898,614/s compare with these rows"));
}

TEST_CASE("the inference section shows batches per batch and per sample, and kernels against scalar") {
  Measured measured;
  for (const std::string name : {"moebench LogisticRegression, batch of 32",
                                 "moebench LogisticRegression, vector kernel, batch of 32 (batched)"}) {
    add(measured, name, 64, summary_of(0.5, true));
    measured.set.results.back().params.set("batch", 32);
  }
  measured.set.results[0].params.set("kernel", "scalar");
  measured.set.results[1].params.set("kernel", "vector");
  measured.set.results[1].params.set("vector_target", "AVX2");
  measured.analysis.speedups.push_back({.name = measured.set.results[1].name,
                                        .baseline = measured.set.results[0].name,
                                        .level = 0.95,
                                        .speedup = {.value = 17.5, .interval = Interval{16.1, 18.9}},
                                        .pairs = 5,
                                        .between_runs = true});
  const std::string section = infer_section(measured);
  CHECK(contains(section, "## Batch Inference"));
  CHECK(contains(section, "32 samples in a call"));
  // 0.5 us a sample make 16 us a batch of 32.
  CHECK(contains(section, "| scalar, single shot, per batch of 32 "));
  CHECK(contains(section, "| us/batch "));
  CHECK(contains(section, "[15.68, 16.32]"));
  CHECK(contains(section, "| vector (AVX2), batched, per sample "));
  CHECK(contains(section, "of 2 calls"));
  CHECK(contains(section, "17.5x"));
  CHECK(contains(section, "[16.1, 18.9]"));
}

TEST_CASE("the overflow section counts what was routed and what was admitted") {
  Measured measured;
  Summary summary = summary_of(1.0, true);
  summary.counts = counts();
  add(measured, "overflow/route", 20, summary);
  summary.counts->succeeded = 2500;
  add(measured, "overflow/admit", 20, summary);
  const std::string section = overflow_section(measured);
  CHECK(contains(section, "10,000 of 10,000 (100 %)"));
  CHECK(contains(section, "2,500 of 10,000 asked for"));
  CHECK(contains(section, "7,500"));
}

TEST_CASE("doubts are listed once each") {
  Measured measured = router("router/");
  const Warning doubt{WarningCode::zero_variance, "router/makespan", "all samples are alike"};
  measured.analysis.summaries[0].between_runs->mean.interval.reset();
  measured.analysis.summaries[0].warnings = {doubt, doubt};
  measured.set.results[1].warnings = {doubt};
  CHECK(moebench::report::doubts(measured, Shown::means) ==
        "Doubts:\n\n- router/makespan (zero_variance): all samples are alike\n");
  CHECK(moebench::report::doubts(router("router/"), Shown::quantiles).empty());
}

TEST_CASE("doubts on curves are listed behind those on results") {
  Measured measured = router("router/");
  measured.analysis.warnings = {{WarningCode::scaling_not_fitted, "reads by\nrcu", "no law fits"}};
  measured.set.results[4].warnings = {{WarningCode::short_rounds, "router/in-thread-cpu", "3 us"}};
  CHECK(moebench::report::doubts(measured, Shown::means) ==
        "Doubts:\n\n- router/in-thread-cpu (short_rounds): 3 us\n"
        "- reads by\\x0arcu (scaling_not_fitted): no law fits\n");
}

TEST_CASE("doubts on figures and intervals that are not shown are left out") {
  const Warning quantile{WarningCode::quantile_not_estimable, "router/makespan", "p99 needs 368 samples"};
  const Warning dependent{WarningCode::autocorrelated, "router/makespan", "samples depend on the one before"};
  Measured one_run = router("router/", false);
  one_run.analysis.summaries[0].warnings = {quantile, dependent};
  CHECK_FALSE(contains(moebench::report::doubts(one_run, Shown::means), "p99"));
  CHECK(contains(moebench::report::doubts(one_run, Shown::quantiles), "p99 needs 368 samples"));
  CHECK(contains(moebench::report::doubts(one_run, Shown::means), "depend on the one before"));
  Measured replicated = router("router/", true);
  replicated.analysis.summaries[0].warnings = {quantile, dependent};
  CHECK(moebench::report::doubts(replicated, Shown::quantiles).empty());
  replicated.analysis.summaries[0].warnings = {
      {WarningCode::n_too_small, "router/makespan", "the interval of the p99 reaches below 0"}};
  CHECK(moebench::report::doubts(replicated, Shown::means).empty());
  CHECK(contains(moebench::report::doubts(replicated, Shown::quantiles), "p99"));
  replicated.analysis.summaries[0].between_runs->mean.interval = Interval{-1.0, 2.0};
  CHECK(contains(moebench::report::doubts(replicated, Shown::means), "p99"));
}

TEST_CASE("the suite's report holds methodology and machine and the sections of what was measured and the references") {
  moebench::report::SuiteResults suite;
  suite.config.set("seed", 42);
  suite.config.set("runs", 5);
  suite.config.set("command", "moebench suite");
  suite.environment.facts.set("cpu_model", "A CPU");
  suite.router = router("router/");
  suite.lifecycle = router("lifecycle/");
  Summary empty = summary_of(0.001, true);
  add(suite.null, "null/batched", 1000, empty);
  const std::string report = suite_report(suite);
  for (const char* part :
       {"## Methodology", "seed 42, 5 runs", "## Hardware Configuration", "A CPU", "## 1. Capacity Factor",
        "## Router lifecycle", "## What the Harness Costs", "moebench suite", "## References", "runs [^1] [^2].",
        "Fedus et al. (2022) [^3]", "[^1]: Box", "[^2]: Georges", "[^3]: Fedus"}) {
    CAPTURE(part);
    CHECK(contains(report, part));
  }
  CHECK_FALSE(contains(report, "Mitzenmacher"));
  CHECK_FALSE(contains(report, "## 3. Capacity Overflow"));
  CHECK_FALSE(contains(report, "Inference"));
  CHECK_FALSE(contains(report, "quick look"));
  suite.config.set("quick", moebench::core::Scalar{true});
  CHECK(contains(suite_report(suite), "**A quick look**: fewer and shorter rounds"));
}
