#include "moebench/io/result_file.hpp"

#include <limits>
#include <string>

#include <doctest/doctest.h>

#include "io/fixtures.hpp"
#include "io/random_results.hpp"
#include "temporary_folder.hpp"

using namespace moebench::core;
using namespace moebench::io;
using namespace moebench::io::test;
using ::test::set_content;
using ::test::TemporaryFolder;

TEST_CASE("the PyTorch baseline's summaries are read") {
  const auto set = parse_results(published("pytorch.json"), "pytorch.json");
  REQUIRE(set);
  CHECK(set->source == "pytorch.json");
  CHECK(set->config.entries().size() == 11);
  CHECK(set->config.entries().front() == Attributes::Entry{"seed", std::int64_t{42}});
  CHECK(set->config.text("python_version") == "3.13.1");
  CHECK(set->environment == Environment{});
  REQUIRE(set->results.size() == 2);
  const BenchmarkResult& result = set->results[0];
  CHECK(result.name == "PyTorch LogisticRegression");
  CHECK(result.framework == "");
  CHECK(!result.has_samples());
  CHECK(result.series == Series{});
  CHECK(result.reported == ReportedSummary{.iterations = 10000,
                                           .mean = 5.1137684,
                                           .sd = 0.9747545790661263,
                                           .ci_lower = 5.094663210250304,
                                           .ci_upper = 5.132873589749695,
                                           .p50 = 5.028,
                                           .p95 = 5.208,
                                           .p99 = 8.032,
                                           .min = 4.887,
                                           .max = 88.795,
                                           .throughput_per_sec = 195550.50635457016});
  CHECK(set->results[1].name == "PyTorch MLP");
  CHECK(set->results[1].reported->max == 169.566);
}

TEST_CASE("the Aprender baseline's summaries are read") {
  const TemporaryFolder folder;
  set_content(folder / "any name", published("aprender.json"));
  const auto set = read_result_file(folder / "any name");
  REQUIRE(set);
  CHECK(set->source == (folder / "any name").string());
  REQUIRE(set->results.size() == 1);
  CHECK(set->results[0].reported->mean == 0.53);
  CHECK(set->results[0].reported->throughput_per_sec == 1896707.0);
}

TEST_CASE("the PyTorch layout with latencies is read as one run of single operations") {
  const auto set = parse_results(fixture("pytorch_latencies.json"), "latencies.json");
  REQUIRE(set);
  CHECK(set->config.text("framework") == "pytorch");
  CHECK(set->config.text("version") == "2.9.1+cu128");
  CHECK(set->config.text("timestamp") == "2025-11-27T19:49:14Z");
  REQUIRE(set->results.size() == 2);
  const BenchmarkResult& result = set->results[1];
  CHECK(result.name == "pytorch mnist batch 8");
  CHECK(result.framework == "pytorch");
  CHECK(result.params.text("batch_size") == "8");
  REQUIRE(result.series.runs.size() == 1);
  CHECK(result.series.runs[0].batch == 1);
  CHECK(result.series.runs[0].samples.size() == 10);
  CHECK(result.series.runs[0].samples[1] == 561.256);
  CHECK(result.reported->iterations == 100);
  CHECK(result.reported->sd == 61.330814961718765);
  CHECK(!result.reported->throughput_per_sec);  // the file counts samples, of which a batch holds several
}

TEST_CASE("a released moebench 1 file is read") {
  const auto set = parse_results(fixture("moebench_1.json"), "ours.json");
  REQUIRE(set);
  CHECK(set->config.entries().size() == 6);  // without the nested one
  CHECK(*set->config.find("ratio") == Scalar{1.0});
  CHECK(*set->config.find("quick") == Scalar{false});
  CHECK(set->environment.facts.entries().size() == 3);
  CHECK(*set->environment.facts.find("cpu_logical_cores") == Scalar{std::int64_t{48}});
  CHECK(set->environment.hazards ==
        std::vector<Hazard>{{WarningCode::turbo_enabled, "The clock varies.", "Turn turbo off."}});

  REQUIRE(set->results.size() == 2);
  const BenchmarkResult& time = set->results[0];
  CHECK(time.scenario == "router");
  CHECK(time.framework == "moebench");
  CHECK(*time.params.find("capacity_factor") == Scalar{1.25});
  CHECK(time.series.runs == std::vector<Run>{{8, {0.125, 0.25}, {{"requests", {1000}}, {"expert_load", {400, 600}}}},
                                             {8, {0.5, 0.625}, {}}});
  CHECK(time.reported->iterations == 32);
  CHECK(time.reported->p50 == 0.375);
  CHECK(!time.reported->p95);
  CHECK(time.checks == std::vector<Check>{{"every request was placed", "1000", "1000", true}});
  CHECK(time.warnings ==
        std::vector<Warning>{{WarningCode::near_clock_resolution, "router/steady-state", "A sample is 10 clock ticks."},
                             {WarningCode::autocorrelated, "run 2", "The second run is slower."}});
  const BenchmarkResult& rate = set->results[1];
  CHECK(rate.series.metric == "success rate");
  CHECK(rate.series.unit == "fraction");
  CHECK(rate.series.better == Better::higher);
}

TEST_CASE("samples alone are enough and then nothing is reported") {
  const auto set = parse_results(R"({"results": [{"name": "a", "samples_us": [1, -2.5, 0]}]})", "f");
  REQUIRE(set);
  CHECK(set->results[0].series.runs == std::vector<Run>{{1, {1.0, -2.5, 0.0}, {}}});
  CHECK(!set->results[0].reported);
}

TEST_CASE("beside samples a missing count or mean is that of the samples") {
  const auto set = parse_results(
      R"({"results": [{"name": "a", "samples_us": [1, 2, 6], "mean_us": 4},
                      {"name": "b", "runs": [{"batch": 5, "samples_us": [1, 3]}], "p50_us": 2}]})",
      "f");
  REQUIRE(set);
  CHECK(set->results[0].reported == reported(3, 4));
  ReportedSummary with_median = reported(10, 2);
  with_median.p50 = 2;
  CHECK(set->results[1].reported == with_median);
}

TEST_CASE("baselines are read in their order and whether the file has them or not") {
  const auto set = parse_results(
      R"({"results": [{"name": "a", "samples_us": [1], "baselines": ["c", "b", "not here"]},
                      {"name": "b", "samples_us": [1], "baselines": []},
                      {"name": "c", "samples_us": [1], "baselines": null},
                      {"name": "d", "samples_us": [1]}]})",
      "f");
  REQUIRE(set);
  CHECK(set->results[0].baselines == std::vector<std::string>{"c", "b", "not here"});
  for (const std::size_t i : {1U, 2U, 3U}) {
    CHECK(set->results[i].baselines.empty());
  }
}

TEST_CASE("what a file says of speedups and scaling is not read") {
  const auto set = parse_results(
      R"({"speedups": 3, "scaling": {"points": [null]}, "warnings": [{"code": "not a code"}],
          "results": [{"name": "a", "samples_us": [1]}]})",
      "f");
  REQUIRE(set);
  CHECK(set->results.size() == 1);
  CHECK(set->results[0].warnings.empty());
}

TEST_CASE("whole numbers may be written as floats") {
  const auto set = parse_results(R"({"results": [{"name": "a", "mean_us": 1, "iterations": 1e4}]})", "f");
  REQUIRE(set);
  CHECK(set->results[0].reported->iterations == 10000);
}

TEST_CASE("unknown keys and nulls and a byte order mark are no obstacle") {
  const auto set = parse_results(
      "\xEF\xBB\xBF"
      R"({"extra": [[{}]], "config": null, "results": [
      {"name": "a", "framework": null, "samples_us": [1], "std_us": null, "runs": null, "checks": null, "histogram": {"p": [null]}}]})",
      "f");
  REQUIRE(set);
  CHECK(set->results[0].has_samples());
  CHECK(set->config.entries().empty());
}

TEST_CASE("extreme numbers keep every digit") {
  const auto set = parse_results(
      R"({"config": {"seed": 18446744073709551615, "least": -9223372036854775808},
          "results": [{"name": "a", "samples_us": [1e-300, 5e-324, 1.7976931348623157e308, 10000000.2, 123456789012345678]}]})",
      "f");
  REQUIRE(set);
  CHECK(set->results[0].series.runs[0].samples ==
        std::vector{1e-300, 5e-324, 1.7976931348623157e308, 10000000.2, 123456789012345678.0});
  CHECK(*set->config.find("seed") == Scalar{18446744073709551616.0});
  CHECK(*set->config.find("least") == Scalar{std::numeric_limits<std::int64_t>::min()});
}
