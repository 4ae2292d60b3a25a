#include "moebench/io/result_json.hpp"

#include <limits>
#include <string>

#include <doctest/doctest.h>

#include "contains.hpp"
#include "io/fixtures.hpp"
#include "io/random_results.hpp"
#include "moebench/io/environment_json.hpp"
#include "moebench/io/result_file.hpp"
#include "temporary_folder.hpp"

using namespace moebench::core;
using namespace moebench::io;
using namespace moebench::io::test;
using ::test::contains;

namespace {

BenchmarkResult steady_state() {
  BenchmarkResult result;
  result.name = "router/steady-state";
  result.scenario = "router";
  result.params.set("experts", 8);
  result.series.runs = {{8, {0.5, 0.25}, {{"requests", {1000}}}}, {8, {1.0, 1e-300}, {}}};
  result.checks = {{"placed", "1000", "1000", true}};
  result.warnings = {{WarningCode::autocorrelated, "router/steady-state", "Slower."},
                     {WarningCode::cpu_steal, "steal_percent", "3 %"}};
  return result;
}

Summary full_summary() {
  Summary summary{};
  summary.n = 4;
  summary.operations = 32;
  summary.level = 0.95;
  summary.mean = 0.4375;
  summary.sd = 0.125;
  summary.mean_interval = MeanInterval{0.95, 3, 0.25, 0.625};
  summary.min = 0.125;
  summary.max = 1;
  summary.quantiles = {
      {0.5, 0.375, {}, {}, {}, {}, 0.9}, {0.95, 0.5, {}, {}, {}, {}, 0.9}, {0.99, 0.75, {}, {}, {}, {}, 0.9}};
  summary.between_runs = BetweenRuns{.runs = 2,
                                     .df = 1,
                                     .mean = {0.4375, Interval{0.375, 0.5}},
                                     .sd_of_means = 0.0625,
                                     .p50 = {0.25, Interval{0.125, 0.5}},
                                     .p95 = {0.5, {}},
                                     .p99 = {0.75, {}}};
  summary.warnings = {{WarningCode::zero_variance, "router/steady-state", "stays in the summary"}};
  return summary;
}

std::string written(const BenchmarkResult& result, const Summary& summary) {
  ResultSet set;
  set.results = {result};
  return to_json(set, {.summaries = {summary}, .speedups = {}, .scaling = {}, .warnings = {}});
}

}  // namespace

TEST_CASE("a result file is laid out so that it diffs well") {
  ResultSet set;
  set.config.set("seed", 42);
  set.config.set("scale", Scalar{2.0});
  set.environment.facts.set("cpu_model", "a \"fast\" one");
  set.environment.hazards = {{WarningCode::turbo_enabled, "The clock varies.", "Turn turbo off."}};
  set.results = {steady_state()};
  CHECK(to_json(set, {.summaries = {full_summary()}, .speedups = {}, .scaling = {}, .warnings = {}}) == R"({
  "schema": "moebench/1",
  "config": {
    "seed": 42,
    "scale": 2.0
  },
  "environment": {
    "cpu_model": "a \"fast\" one",
    "hazards": [
      {"code": "turbo_enabled", "message": "The clock varies.", "remedy": "Turn turbo off."}
    ]
  },
  "results": [
    {
      "name": "router/steady-state",
      "scenario": "router",
      "params": {
        "experts": 8
      },
      "metric": "time",
      "unit": "us",
      "better": "lower",
      "iterations": 32,
      "mean_us": 0.4375,
      "std_us": 0.125,
      "ci_95_lower": 0.25,
      "ci_95_upper": 0.625,
      "p50_us": 0.375,
      "p95_us": 0.5,
      "p99_us": 0.75,
      "min_us": 0.125,
      "max_us": 1.0,
      "throughput_per_sec": 2285714.285714286,
      "between_runs": {
        "runs": 2,
        "level": 0.95,
        "df": 1.0,
        "mean_us": 0.4375,
        "ci_lower": 0.375,
        "ci_upper": 0.5,
        "sd_of_means_us": 0.0625,
        "p50_us": 0.25,
        "p50_ci_lower": 0.125,
        "p50_ci_upper": 0.5,
        "p95_us": 0.5,
        "p95_ci_lower": null,
        "p95_ci_upper": null,
        "p99_us": 0.75,
        "p99_ci_lower": null,
        "p99_ci_upper": null
      },
      "runs": [
        {
          "batch": 8,
          "samples_us": [0.5, 0.25],
          "counts": {
            "requests": [1000]
          }
        },
        {
          "batch": 8,
          "samples_us": [1.0, 1e-300],
          "counts": {}
        }
      ],
      "checks": [
        {"name": "placed", "expected": "1000", "actual": "1000", "ok": true}
      ],
      "warnings": [
        {"code": "autocorrelated", "message": "Slower."},
        {"code": "cpu_steal", "subject": "steal_percent", "message": "3 %"}
      ]
    }
  ]
}
)");
}

TEST_CASE("baselines and what was made of them and of curves have their places") {
  ResultSet set;
  set.results = {steady_state()};
  set.results[0].baselines = {"router/plain", "router/a \"b\""};
  Analysis analysis = least_analysis(set);
  const std::string least = to_json(set, analysis);
  CHECK(contains(least, R"(
      "params": {
        "experts": 8
      },
      "baselines": [
        "router/plain",
        "router/a \"b\""
      ],
      "metric": "time",)"));

  const Estimate unknown{0.5, {}};
  analysis.speedups = {{"router/steady-state", "router/plain", 0.95, {1.5, Interval{1.25, 2}}, 5, true},
                       {"router/steady-state", "router/a \"b\"", 0.95, unknown, 1, false}};
  analysis.scaling = {{.name = "reads",
                       .level = 0.9,
                       .runs = 2,
                       .points = {{1, {1000, Interval{750, 1250}}}, {2, {2000, {}}}},
                       .lambda_per_sec = {1024, Interval{1000, 1048}},
                       .sigma = {0.25, Interval{0, 0.5}},
                       .kappa = unknown,
                       .peak_threads = 1.75,
                       .max_relative_residual = 0.125},
                      {.name = "loads",
                       .level = 0.9,
                       .runs = 1,
                       .points = {{4, unknown}},
                       .lambda_per_sec = unknown,
                       .sigma = unknown,
                       .kappa = unknown,
                       .peak_threads = {},
                       .max_relative_residual = 0}};
  analysis.warnings = {{WarningCode::scaling_not_fitted, "stores", "no law"},
                       {WarningCode::scaling_not_fitted, "", "no name"}};
  const std::string behind = R"(,
  "speedups": [
    {"name": "router/steady-state", "baseline": "router/plain", "speedup": 1.5, "ci_lower": 1.25, "ci_upper": 2.0, "level": 0.95, "pairs": 5, "between_runs": true},
    {"name": "router/steady-state", "baseline": "router/a \"b\"", "speedup": 0.5, "ci_lower": null, "ci_upper": null, "level": 0.95, "pairs": 1, "between_runs": false}
  ],
  "scaling": [
    {
      "name": "reads",
      "level": 0.9,
      "runs": 2,
      "points": [
        {"threads": 1, "throughput_per_sec": 1000.0, "ci_lower": 750.0, "ci_upper": 1250.0},
        {"threads": 2, "throughput_per_sec": 2000.0, "ci_lower": null, "ci_upper": null}
      ],
      "lambda_per_sec": {
        "value": 1024.0,
        "ci_lower": 1000.0,
        "ci_upper": 1048.0
      },
      "sigma": {
        "value": 0.25,
        "ci_lower": 0.0,
        "ci_upper": 0.5
      },
      "kappa": {
        "value": 0.5,
        "ci_lower": null,
        "ci_upper": null
      },
      "peak_threads": 1.75,
      "max_relative_residual": 0.125
    },
    {
      "name": "loads",
      "level": 0.9,
      "runs": 1,
      "points": [
        {"threads": 4, "throughput_per_sec": 0.5, "ci_lower": null, "ci_upper": null}
      ],
      "lambda_per_sec": {
        "value": 0.5,
        "ci_lower": null,
        "ci_upper": null
      },
      "sigma": {
        "value": 0.5,
        "ci_lower": null,
        "ci_upper": null
      },
      "kappa": {
        "value": 0.5,
        "ci_lower": null,
        "ci_upper": null
      },
      "peak_threads": null,
      "max_relative_residual": 0.0
    }
  ],
  "warnings": [
    {"code": "scaling_not_fitted", "subject": "stores", "message": "no law"},
    {"code": "scaling_not_fitted", "subject": "", "message": "no name"}
  ]
}
)";
  const std::string whole = to_json(set, analysis);
  CHECK(whole == least.substr(0, least.rfind("\n}\n")) + behind);
  const auto again = parse_results(whole, "again");
  REQUIRE(again);
  CHECK(difference(set, *again) == "");
}

TEST_CASE("what is undefined or not finite is null and never a word") {
  BenchmarkResult result = steady_state();
  result.params.set("limit", Scalar{std::numeric_limits<double>::infinity()});
  Summary summary{};
  summary.level = 0.95;
  summary.mean = std::numeric_limits<double>::quiet_NaN();
  const std::string text = written(result, summary);
  for (const char* key :
       {"limit", "mean_us", "std_us", "ci_95_lower", "ci_95_upper", "p50_us", "p95_us", "p99_us", "min_us", "max_us"}) {
    CHECK(contains(text, std::string{"\""} + key + "\": null"));
  }
  CHECK(!contains(text, "between_runs"));
  CHECK(!contains(text, "nan"));
  CHECK(!contains(text, "inf"));
}

TEST_CASE("limits at another level than 95 percent are not called so") {
  Summary summary = full_summary();
  summary.level = 0.99;
  CHECK(!contains(written(steady_state(), summary), "ci_95"));
}

TEST_CASE("there is a throughput only for times above 0 and it weighs batches by their operations") {
  BenchmarkResult result = steady_state();
  const Summary summary = full_summary();
  result.series.runs = {{1, {0}, {}}};
  CHECK(contains(written(result, summary), "\"throughput_per_sec\": null"));
  result.series.runs = {{1, {3.5}, {}}, {9, {0.5, 0.5}, {}}};  // 19 operations in 12.5 us
  CHECK(contains(written(result, summary), "\"throughput_per_sec\": 1520000.0"));
  result.series.unit = "fraction";
  CHECK(contains(written(result, summary), "\"throughput_per_sec\": null"));
}

TEST_CASE("text that is not UTF-8 is replaced so that the document stays valid") {
  BenchmarkResult result = steady_state();
  result.name = "a\xff";
  const auto set = parse_results(written(result, full_summary()), "f");
  REQUIRE(set);
  CHECK(set->results[0].name == "a\xEF\xBF\xBD");
}

TEST_CASE("whatever is written reads back equal") {
  Rng rng{20251127};
  for (int i = 0; i < 500; ++i) {
    const ResultSet set = random_result_set(rng);
    const std::string text = to_json(set, least_analysis(set));
    const auto again = parse_results(text, "again");
    REQUIRE_MESSAGE(again, text);
    REQUIRE(difference(set, *again) == "");
    for (const BenchmarkResult& result : again->results) {
      REQUIRE(result.reported);
      REQUIRE(result.reported->iterations == least_summary(*set.find(result.name)).operations);
      REQUIRE(result.reported->mean == least_summary(*set.find(result.name)).mean);
    }
    REQUIRE(to_json(*again, least_analysis(*again)) == text);
  }
}

TEST_CASE("every file of another layout is kept whole in ours") {
  for (const std::string& text : {published("pytorch.json"), published("aprender.json"),
                                  fixture("pytorch_latencies.json"), fixture("moebench_1.json")}) {
    const auto set = parse_results(text, "file");
    REQUIRE(set);
    const auto again = parse_results(to_json(*set, least_analysis(*set)), "again");
    REQUIRE(again);
    // The intervals belong to summaries, which this test makes without them.
    ResultSet expected = *set;
    for (BenchmarkResult& result : expected.results) {
      result.reported->ci_lower = result.reported->ci_upper = std::nullopt;
    }
    CHECK(difference(expected, *again) == "");
  }
}

TEST_CASE("a million samples are written and read back") {
  Rng rng{1};
  BenchmarkResult result = steady_state();
  result.series.runs.resize(1);
  result.series.runs[0].samples.clear();
  for (int i = 0; i < 1'000'000; ++i) {
    result.series.runs[0].samples.push_back(rng.uniform());
  }
  const auto again = parse_results(written(result, full_summary()), "f");
  REQUIRE(again);
  CHECK(again->results[0].series == result.series);
}

TEST_CASE("the environment is a document of its own") {
  Environment environment;
  CHECK(to_json(environment) == "{\n  \"hazards\": []\n}\n");
  environment.facts.set("cpu_quota", Scalar{1.5});
  environment.hazards = {{WarningCode::cpu_quota, "m", "r"}};
  CHECK(to_json(environment) == R"({
  "cpu_quota": 1.5,
  "hazards": [
    {"code": "cpu_quota", "message": "m", "remedy": "r"}
  ]
}
)");
}
