#include "moebench/gate/run_figures.hpp"

#include <doctest/doctest.h>

#include "gate/sides.hpp"

using doctest::Approx;
using gate_test::result_of;
using moebench::core::Better;
using moebench::core::GateMetric;
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
  result.reported = {.iterations = 10, .mean = 3, .p50 = 2};
  CHECK(run_figures(result, GateMetric::mean).values == std::vector<double>{3});
  CHECK(run_figures(result, GateMetric::p50).values == std::vector<double>{2});
  CHECK(run_figures(result, GateMetric::p99).values.empty());
}
