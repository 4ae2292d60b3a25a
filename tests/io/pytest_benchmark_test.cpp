#include "pytest_benchmark.hpp"

#include <doctest/doctest.h>

#include "io/read_fixture.hpp"

using namespace moebench::core;
using namespace moebench::io::test;

TEST_CASE("pytest-benchmark's rounds are the samples of one run") {
  const ResultSet set = read_fixture("pytest_benchmark/sums.json");
  CHECK(names_of(set) == std::vector<std::string>{"test_sums.py::test_sum[10]", "test_sums.py::test_sum[1000]",
                                                  "test_sums.py::test_rounds"});
  const BenchmarkResult& first = set.results[0];
  CHECK(first.series.unit == "us");
  REQUIRE(first.series.runs.size() == 1);
  CHECK(first.series.runs[0].batch == 20);
  CHECK(near(first.series.runs[0].samples,
             {0.14225000199985516, 0.13774999843008118, 0.13574999684351497, 0.1358000019990868, 0.13679999710802804}));
  CHECK(first.params.text("n") == "10");
  CHECK(first.params.text("warmup") == "false");
  CHECK(set.results[2].series.runs[0].batch == 4);
  CHECK_FALSE(first.reported.has_value());
}

TEST_CASE("pytest-benchmark's machine and commit are kept") {
  const ResultSet set = read_fixture("pytest_benchmark/sums.json");
  CHECK(set.config.text("read_as") == "pytest-benchmark JSON");
  CHECK(set.config.text("python_version") == "3.11.2");
  CHECK(set.config.text("commit") == "unknown");
  CHECK(set.config.text("pytest_benchmark_version") == "3.2.2");
  CHECK(set.environment.facts.text("cpu_model") == "AMD EPYC");
  CHECK(set.environment.facts.text("kernel") == "6.1.0");
}

TEST_CASE("pytest-benchmark's files without data are read as summaries") {
  const ResultSet set = read_fixture("pytest_benchmark/without_data.json");
  REQUIRE(set.results.size() == 3);
  const BenchmarkResult& rounds = set.results[2];
  CHECK(rounds.name == "test_sums.py::test_rounds");
  CHECK_FALSE(rounds.has_samples());
  REQUIRE(rounds.reported.has_value());
  CHECK(rounds.reported->iterations == 5);
  CHECK(rounds.reported->sd.has_value());
  CHECK(*rounds.reported->min <= rounds.reported->mean);
  CHECK(rounds.reported->mean <= *rounds.reported->max);
  CHECK(*rounds.reported->max < 100);  // a microsecond or so, not seconds
}

TEST_CASE("malformed files of pytest-benchmark are refused with their place") {
  const auto refusal_of_stats = [](const std::string& stats) {
    return refusal_of(R"({"benchmarks": [{"name": "a", "stats": )" + stats + "}]}");
  };
  CHECK(refusal_of_stats(R"({"data": []})") ==
        "f: benchmarks[0].stats.data: found an empty array; expected an array of one number or more");
  CHECK(refusal_of_stats(R"({"data": [1, "x"]})").starts_with("f: benchmarks[0].stats.data[1]: found the text \"x\""));
  CHECK(refusal_of_stats(R"({"mean": 1})").starts_with("f: benchmarks[0].stats.rounds: is missing; expected how many"));
  CHECK(refusal_of_stats(R"({"rounds": 3})") == "f: benchmarks[0].stats.mean: is missing; expected a number");
  CHECK(refusal_of_stats("null") == "f: benchmarks[0].stats: found null; expected an object with \"data\"");
  CHECK(refusal_of(R"({"machine_info": {}, "benchmarks": []})") ==
        "f: benchmarks: found an empty array; expected one test or more that uses the benchmark fixture");
  CHECK(refusal_of(R"({"benchmarks": [{"stats": {"data": [NaN]}, "name": "a"}]})")
            .starts_with("f: benchmarks[0].stats.data[0]: found the text \"NaN\""));
}
