#include "moebench/io/tables_csv.hpp"

#include <algorithm>
#include <limits>
#include <vector>

#include <doctest/doctest.h>

#include "io/random_results.hpp"

using namespace moebench::core;
using namespace moebench::io;
using moebench::io::test::reported;

TEST_CASE("results are a table with one line each") {
  ResultSet set;
  set.results.resize(2);
  set.results[0].name = "router, \"fast\"";
  set.results[0].scenario = "router";
  set.results[0].series.runs = {{8, {0.5, 0.25}, {}}, {8, {1, 2}, {}}};
  set.results[1].name = "other";
  set.results[1].reported = reported(10, 2);
  set.results[1].reported->p95 = 3;
  set.results[1].reported->throughput_per_sec = 400000;
  Summary first{};
  first.n = 4;
  first.operations = 32;
  first.level = 0.9;
  first.mean = 2;
  first.sd = 0.1;
  first.mean_interval = MeanInterval{0.9, 3, 1.5, 2.5};
  first.min = 0.25;
  first.max = std::numeric_limits<double>::infinity();
  first.quantiles = {{0.5, 0.75, {}, {}, {}, {}, 0.9}, {0.99, 1.99, {}, {}, {}, {}, 0.9}};
  first.between_runs = BetweenRuns{
      .runs = 2, .df = 1, .mean = {2.25, Interval{1.25, 3.25}}, .sd_of_means = 1, .p50 = {}, .p95 = {}, .p99 = {}};
  Summary second{};
  second.n = 10;
  second.operations = 10;
  second.level = 0.95;
  second.mean = 2;
  CHECK(results_csv(set, std::vector{first, second}) ==
        "name,scenario,n,iterations,mean_us,sd_us,ci_level,ci_lower_us,ci_upper_us,p50_us,p95_us,p99_us,min_us,max_us,"
        "throughput_per_sec,runs,runs_mean_us,runs_ci_lower_us,runs_ci_upper_us\n"
        "\"router, \"\"fast\"\"\",router,4,32,2,0.1,0.9,1.5,2.5,0.75,,1.99,0.25,,1066666.6666666667,2,2.25,1.25,3.25\n"
        "other,,10,10,2,,,,,,3,,,,400000,0,,,\n");
  CHECK(results_csv({}, {}).starts_with("name,"));
}

TEST_CASE("a comparison is one line with what could be computed and empty cells for the rest") {
  Comparison comparison{};
  comparison.name = "LogisticRegression";
  comparison.candidate.name = "A, ours";
  comparison.candidate.moments = {10, 2, 0.5};
  comparison.candidate.p50 = 1.75;
  comparison.baseline.name = "B";
  comparison.baseline.moments = {10, 4, 1};
  comparison.speedup = Ratio{.estimate = 2, .fieller = {}, .delta = {}, .delta_log = {}};
  comparison.ratio = Ratio{.estimate = 0.5, .fieller = Fieller{0.25, 0.75, 9, true}, .delta = {}, .delta_log = {}};
  comparison.welch = Welch{.t = -3, .df = 12, .se = 0.5, .p_value = 0.0625, .log10_p = -1.25};
  const auto lines = [&comparison] {
    const std::string table = comparison_csv(
        {.comparisons = {comparison}, .unmatched_candidate = {}, .unmatched_baseline = {}, .warnings = {}});
    CHECK(std::ranges::count(table, '\n') == 2);
    CHECK(std::ranges::count(table.substr(0, table.find('\n')), ',') == 29);
    return table.substr(table.find('\n') + 1);
  };
  CHECK(lines() ==
        "LogisticRegression,\"A, "
        "ours\",B,us,samples,10,10,2,4,1.75,,2,,,0.5,0.25,0.75,-3,12,0.0625,-1.25,,,,,,,,inconclusive,"
        "false\n");
  comparison.between_runs = ComparedRuns{{3, 2.5, 0.5}, {4, 5, 1}, {}, {}, {}, {}};
  comparison.effect_sizes.cohens_d_pooled = Estimate{-1, Interval{-2, 0.5}};
  comparison.dominance = Dominance{0.25, -0.5};
  comparison.mann_whitney = MannWhitney{10, NullDistribution::asymptotic, -2.5, 0.0125, -1.5, 0.001};
  comparison.verdict = {Outcome::improved, true, {}, {}};
  CHECK(lines() ==
        "LogisticRegression,\"A, ours\",B,us,runs,3,4,2.5,5,1.75,,,,,,,,,,,,,,-1,-2,0.5,0.25,0.0125,improved,true\n");
}

TEST_CASE("the machine is one line for each fact and each hazard") {
  Environment environment;
  environment.facts.set("cpu_model", "A \"fast\" CPU");
  environment.facts.set("cpu_logical_cores", 2);
  environment.hazards.push_back({WarningCode::few_cores, "Only 2 cores.", "Take more."});
  CHECK(
      environment_csv(environment) ==
      "key,value\ncpu_model,\"A \"\"fast\"\" CPU\"\ncpu_logical_cores,2\nhazard:few_cores,Only 2 cores. Take more.\n");
}
