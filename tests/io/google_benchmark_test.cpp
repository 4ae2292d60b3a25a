#include "google_benchmark.hpp"

#include <doctest/doctest.h>

#include "io/read_fixture.hpp"

using namespace moebench::core;
using namespace moebench::io::test;

namespace {

/// A document with these rows.
std::string rows(const std::string& text) {
  return R"({"context": {}, "benchmarks": [)" + text + "]}";
}

}  // namespace

TEST_CASE("Google Benchmark's repetitions are the samples of one run") {
  const ResultSet set = read_fixture("google_benchmark/sums.json");
  CHECK(names_of(set) == std::vector<std::string>{"sum/100", "sum/100 cpu_time", "sum/100 items_per_second",
                                                  "sum/100 size", "sum/1000", "sum/1000 cpu_time",
                                                  "sum/1000 items_per_second", "sum/1000 size", "slow",
                                                  "slow cpu_time"});
  const BenchmarkResult& time = set.results[0];
  CHECK(time.series.unit == "us");
  CHECK(time.series.better == Better::lower);
  REQUIRE(time.series.runs.size() == 1);
  CHECK(time.series.runs[0].batch == 162799);
  CHECK(near(time.series.runs[0].samples, {0.081859034760394991, 0.082113016664612800, 0.086135633511364844}));
  CHECK(near(set.find("slow")->series.runs[0].samples, {7.492041806005455, 7.844603678935783, 7.7752764771172735}));
  CHECK(
      near(set.results[1].series.runs[0].samples, {0.081003433682025090, 0.081811522183797180, 0.085644899538694943}));
  const BenchmarkResult& items = set.results[2];
  CHECK(items.series.unit == "items/s");
  CHECK(items.series.better == Better::higher);
  CHECK(items.series.runs[0].samples[0] == 1.2345155687170618e+09);
  CHECK(set.results[3].series.unit == "size");
  CHECK(set.results[3].series.better == Better::lower);
  CHECK(set.results[3].series.runs[0].samples == std::vector{100.0, 100.0, 100.0});
}

TEST_CASE("Google Benchmark's context is kept and what was skipped is told") {
  const ResultSet set = read_fixture("google_benchmark/sums.json");
  CHECK(set.config.text("read_as") == "Google Benchmark JSON");
  CHECK(set.config.text("host_name") == "machine");
  CHECK(set.config.text("timestamp") == "2026-11-26T04:34:06+00:00");
  CHECK(set.config.text("skipped") == "broken (no device)");
  CHECK(set.environment.facts.text("cpu_logical_cores") == "2");
  CHECK(set.environment.facts.text("load_average_1m") == "3.39209");
  CHECK(set.environment.hazards.empty());
  CHECK(set.results[0].params.text("repetitions") == "3");
}

TEST_CASE("Google Benchmark's rows are ordered by repetition and their units converted") {
  const ResultSet set = read_text_results(rows(
      R"({"run_name": "a", "run_type": "iteration", "repetition_index": 1, "iterations": 3, "real_time": 2, "time_unit": "ms"},
         {"run_name": "a", "run_type": "iteration", "repetition_index": 2, "iterations": 8, "real_time": 3, "time_unit": "s"},
         {"run_name": "a", "run_type": "iteration", "repetition_index": 0, "iterations": 4, "real_time": 1500, "time_unit": "ns"})"));
  REQUIRE(set.results.size() == 1);
  CHECK(set.results[0].series.runs == std::vector<Run>{{5, {1.5, 2000, 3e6}, {}}});
  CHECK(set.results[0].params.text("iterations_per_sample") == "3 to 8");
}

TEST_CASE("Google Benchmark's complexity rows are no samples") {
  const ResultSet set = read_text_results(rows(
      R"({"name": "a", "run_name": "a", "run_type": "iteration", "real_time": 2, "cpu_time": 0, "time_unit": "us"},
         {"name": "a_BigO", "run_name": "a", "run_type": "aggregate", "cpu_coefficient": 1, "big_o": "N"},
         {"name": "a_RMS", "run_name": "a", "run_type": "aggregate", "rms": 0.01})"));
  CHECK(names_of(set) == std::vector<std::string>{"a"});
}

TEST_CASE("a repetition that Google Benchmark skipped is doubted") {
  const ResultSet set = read_text_results(rows(
      R"({"name": "a", "run_type": "iteration", "real_time": 2, "time_unit": "us"},
         {"name": "a", "run_type": "iteration", "skipped": true, "skip_message": "no GPU"})"));
  REQUIRE(set.results[0].warnings.size() == 1);
  CHECK(set.results[0].warnings[0].message == "1 of 2 repetitions measured nothing: no GPU");
  CHECK(set.results[0].series.sample_count() == 1);
}

TEST_CASE("NaN in Google Benchmark's JSON is told where it matters") {
  const std::string row = R"({"name": "a", "run_name": "a", "run_type": "iteration", "time_unit": "us", "real_time": )";
  CHECK(refusal_of(rows(row + "NaN}")) == "f: benchmarks[0].real_time: found the text \"NaN\"; expected a number");
  CHECK(refusal_of(rows(row + "-Infinity}")) ==
        "f: benchmarks[0].real_time: found the text \"-Infinity\"; expected a number");
  const ResultSet counter = read_text_results(rows(row + R"(1, "load": Infinity, "label": "\"NaN"}, )" + row +
                                                   R"(2, "load": 1}, {"run_type": "aggregate", "cv": NaN})"));
  CHECK(names_of(counter) == std::vector<std::string>{"a"});
  REQUIRE(counter.results[0].warnings.size() == 1);
  CHECK(counter.results[0].warnings[0].message ==
        "the counter \"load\" was left out, because benchmarks[0].load is Infinity; expected numbers");
}

TEST_CASE("Google Benchmark's files without a measurement are refused") {
  CHECK(refusal_of(rows("")).starts_with("f: benchmarks: holds no row of run_type \"iteration\""));
  CHECK(refusal_of(rows(R"({"name": "a_mean", "run_type": "aggregate", "real_time": 1})"))
            .starts_with("f: benchmarks: holds no row of run_type \"iteration\""));
  CHECK(
      refusal_of(rows(R"({"name": "a", "run_type": "iteration", "error_occurred": true, "error_message": "broke"})")) ==
      "f: benchmarks: every row was skipped: a (broke); mend the benchmarks and run them again");
}

TEST_CASE("malformed rows of Google Benchmark are refused with their place") {
  const auto refusal_of_row = [](const std::string& members) {
    return refusal_of(rows(R"({"run_name": "a", "run_type": "iteration", )" + members + "}"));
  };
  CHECK(refusal_of_row(R"("iterations": 1)") == "f: benchmarks[0].real_time: is missing; expected a number");
  CHECK(refusal_of_row(R"("real_time": "1")") == "f: benchmarks[0].real_time: found the text \"1\"; expected a number");
  CHECK(refusal_of_row(R"("real_time": 1, "time_unit": "h")") ==
        "f: benchmarks[0].time_unit: found the text \"h\"; expected \"ns\", \"us\", \"ms\" or \"s\"");
  CHECK(refusal_of_row(R"("real_time": 1e308, "time_unit": "s")").starts_with("f: benchmarks[0].real_time: is a time"));
  CHECK(refusal_of_row(R"("real_time": 1, "iterations": 0)").starts_with("f: benchmarks[0].iterations: found 0;"));
  CHECK(refusal_of(R"({"benchmarks": [{"real_time": 1, "run_type": "iteration"}]})") ==
        "f: benchmarks[0].name: is missing; expected a text");
}
