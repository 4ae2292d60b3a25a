#include "moebench/gate/run_figures.hpp"

#include <doctest/doctest.h>

#include "gate/sides.hpp"

using doctest::Approx;
using gate_test::result_of;
using moebench::core::Better;
using moebench::core::GateMetric;
using moebench::gate::as_one_run;
using moebench::gate::run_figures;

TEST_CASE("run figures: one for each run, by metric") {
  auto result = result_of("bench", {{1, 2, 3, 4}, {10, 20, 30, 100}});
  CHECK(run_figures(result, GateMetric::mean).values == std::vector<double>{2.5, 40});
  CHECK(run_figures(result, GateMetric::p50).values == std::vector<double>{2.5, 25});
  CHECK(run_figures(result, GateMetric::p95).values[0] == Approx(3.85));
  CHECK(run_figures(result, GateMetric::p99).values[1] == Approx(97.9));
  const auto rate = run_figures(result, GateMetric::throughput);
  CHECK(rate.values[0] == Approx(4e6 / 10));
  CHECK(rate.better == Better::higher);
  CHECK(rate.unit == "1/s");
  result.series.unit = "B";
  CHECK(run_figures(result, GateMetric::throughput).values.empty());
}

TEST_CASE("run figures: the clock's step is seen where samples repeat") {
  CHECK(run_figures(result_of("b", {{0.07, 0.07, 0.08, 0.08, 0.09, 0.09}}), GateMetric::p50).step == Approx(0.01));
  CHECK(run_figures(result_of("b", {{0.07, 0.071, 0.0825, 0.09}}), GateMetric::p50).step == 0);
  CHECK(run_figures(result_of("b", {{5, 5, 5}}), GateMetric::p50).step == 0);
  CHECK(run_figures(result_of("b", {{0.07, 0.07, 0.08, 0.08}}), GateMetric::mean).step == 0);
}

TEST_CASE("run figures: a summary counts as one run") {
  auto result = result_of("bench", {});
  result.reported.emplace();
  result.reported->mean = 3;
  result.reported->p50 = 2;
  CHECK(run_figures(result, GateMetric::mean).values == std::vector<double>{3});
  CHECK(run_figures(result, GateMetric::p50).values == std::vector<double>{2});
  CHECK(run_figures(result, GateMetric::p99).values.empty());
}

TEST_CASE("run figures: a process is one run, whatever runs it tells of") {
  const auto samples = as_one_run(result_of("bench", {{1, 2}, {3}, {4}}), {GateMetric::p50, GateMetric::mean});
  REQUIRE(samples.series.runs.size() == 1);
  CHECK(samples.series.runs[0].samples == std::vector<double>{1, 2, 3, 4});
  auto summary = result_of("bench", {});
  summary.reported.emplace();
  summary.reported->mean = 3;
  summary.reported->p50 = 2;
  CHECK(as_one_run(summary, {GateMetric::p50}).series.runs.at(0).samples == std::vector<double>{2});
  CHECK(as_one_run(summary, {GateMetric::mean}).series.runs.at(0).samples == std::vector<double>{3});
  CHECK(as_one_run(summary, {GateMetric::p99}).series.runs.empty());
  CHECK(as_one_run(summary, {GateMetric::throughput}).series.runs.empty());
  CHECK(as_one_run(summary, {GateMetric::p50, GateMetric::mean}).series.runs.empty());
}
