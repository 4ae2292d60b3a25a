#include "moebench/report/estimates.hpp"

#include <cmath>

#include <doctest/doctest.h>

using namespace moebench::report;
using moebench::core::BetweenRuns;
using moebench::core::Estimate;
using moebench::core::Interval;
using moebench::core::Summary;

namespace {

Summary summary_of_one_run() {
  Summary summary{};
  summary.n = 100;
  summary.level = 0.95;
  summary.mean = 2.0;
  summary.mean_interval = {.level = 0.95, .df = 99, .lower = 1.9, .upper = 2.1};
  summary.quantiles = {
      {.p = 0.5, .value = 1.8, .lower = 1.7, .upper = 1.9, .lower_rank = 40, .upper_rank = 61, .coverage = 0.96},
      {.p = 0.99, .value = 4.0, .lower = 3.0, .upper = {}, .lower_rank = 97, .upper_rank = {}, .coverage = 0.9}};
  return summary;
}

Summary summary_of_five_runs() {
  Summary summary = summary_of_one_run();
  summary.between_runs = BetweenRuns{.runs = 5,
                                     .df = 4,
                                     .mean = {2.5, Interval{2.0, 3.0}},
                                     .sd_of_means = 0.4,
                                     .p50 = {2.4, Interval{2.3, 2.5}},
                                     .p95 = {3.4, Interval{3.0, 3.8}},
                                     .p99 = {5.0, {}}};
  return summary;
}

}  // namespace

TEST_CASE("one run gives the interval within it and several runs the one between them") {
  CHECK(mean_estimate(summary_of_one_run()).value == 2.0);
  CHECK(mean_estimate(summary_of_one_run()).interval == Interval{1.9, 2.1});
  CHECK(mean_estimate(summary_of_five_runs()).value == 2.5);
  CHECK(quantile_estimate(summary_of_one_run(), 0.5).interval == Interval{1.7, 1.9});
  CHECK(quantile_estimate(summary_of_five_runs(), 0.5).value == 2.4);
  CHECK(quantile_estimate(summary_of_five_runs(), 0.95).value == 3.4);
  CHECK(quantile_estimate(summary_of_five_runs(), 0.99).value == 5.0);
}

TEST_CASE("a quantile with one side only has no interval and a missing one no value") {
  CHECK_FALSE(quantile_estimate(summary_of_one_run(), 0.99).interval.has_value());
  CHECK(std::isnan(quantile_estimate(summary_of_one_run(), 0.95).value));
}

TEST_CASE("a rate swaps the limits of its time and has none when the time's reach 0") {
  const Estimate rate = inverted({2.0, Interval{1.0, 4.0}}, 8.0);
  CHECK(rate.value == 4.0);
  CHECK(rate.interval == Interval{2.0, 8.0});
  CHECK_FALSE(inverted({2.0, Interval{-1.0, 5.0}}, 8.0).interval.has_value());
  CHECK(scaled({2.0, Interval{1.0, 4.0}}, 10.0).interval == Interval{10.0, 40.0});
}

TEST_CASE("what an interval rests on is said in words") {
  CHECK(interval_basis(summary_of_five_runs()) == "95 % t interval over 5 runs (fresh processes)");
  CHECK(interval_basis(summary_of_one_run()).find("not replicated") != std::string::npos);
}
