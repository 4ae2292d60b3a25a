// Results in the formats of other tools: what was written reads back.
#include "moebench/io/result_export.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "io/random_results.hpp"
#include "io/read_fixture.hpp"
#include "moebench/io/samples_csv.hpp"

using namespace moebench::core;
using namespace moebench::io;
using namespace moebench::io::test;

namespace {

BenchmarkResult result(std::string name, std::string unit, Better better, std::vector<Run> runs) {
  BenchmarkResult made;
  made.name = std::move(name);
  made.series = {.metric = "m", .unit = std::move(unit), .better = better, .runs = std::move(runs)};
  return made;
}

ResultSet ours() {
  ResultSet set;
  set.source = "ours.json";
  set.config.set("cpu", "CPU of ours");
  set.results = {result("router/steady state", "us", Better::lower, {{8, {0.125, 0.375}, {}}, {8, {0.5}, {}}}),
                 result("router/steady state cpu_time", "us", Better::lower, {{8, {0.1, 0.2}, {}}, {8, {0.3}, {}}}),
                 result("router/steady state hits", "hits", Better::lower, {{8, {4, 5}, {}}, {8, {6}, {}}}),
                 result("success rate", "fraction", Better::higher, {{1, {1, 0.5}, {}}})};
  return set;
}

Exported exported(const ResultSet& set, ExportFormat format) {
  const auto text = export_results(set, format);
  REQUIRE(text.has_value());
  return *text;
}

/// All samples of the result of that name.
std::vector<double> samples(const ResultSet& set, const std::string& name) {
  const BenchmarkResult* found = set.find(name);
  REQUIRE(found != nullptr);
  return found->series.pooled();
}

}  // namespace

TEST_CASE("results exported to Google Benchmark read back the same") {
  const Exported google = exported(ours(), ExportFormat::google_benchmark);
  CHECK(google.lost == std::vector<std::string>{"samples that are no times, and so left out: success rate",
                                                "which process each sample is from: the format takes all for one "
                                                "process's"});
  const ResultSet again = read_text_results(google.text);
  CHECK(again.config.text("read_as") == "Google Benchmark JSON");
  CHECK(names_of(again) ==
        std::vector<std::string>{"router/steady state", "router/steady state cpu_time", "router/steady state hits"});
  CHECK(again.results[0].series.runs == std::vector<Run>{{8, {0.125, 0.375, 0.5}, {}}});
  CHECK(again.results[1].series.runs == std::vector<Run>{{8, {0.1, 0.2, 0.3}, {}}});
  CHECK(again.results[2].series.runs == std::vector<Run>{{8, {4, 5, 6}, {}}});
}

TEST_CASE("Google Benchmark's own file survives being read and exported") {
  const ResultSet set = read_fixture("google_benchmark/sums.json");
  const Exported google = exported(set, ExportFormat::google_benchmark);
  CHECK(google.lost.empty());
  const ResultSet again = read_text_results(google.text);
  REQUIRE(names_of(again) == names_of(set));
  for (std::size_t i = 0; i < set.results.size(); ++i) {
    CHECK(again.results[i].series.runs == set.results[i].series.runs);
    CHECK(again.results[i].series.better == set.results[i].series.better);
  }
}

TEST_CASE("a time without a CPU time is exported and reads back without one") {
  ResultSet set = ours();
  set.results.resize(1);
  CHECK(names_of(read_text_results(exported(set, ExportFormat::google_benchmark).text)) ==
        std::vector<std::string>{"router/steady state"});
}

TEST_CASE("results exported to Go's text have names that benchstat reads, and read back") {
  const Exported text = exported(ours(), ExportFormat::go);
  CHECK(text.text ==
        "cpu: CPU of ours\n"
        "Unit fraction better=higher\n"
        "BenchmarkRouter/steady_state 8 125 ns/op\n"
        "BenchmarkRouter/steady_state 8 375 ns/op\n"
        "BenchmarkRouter/steady_state 8 500 ns/op\n"
        "BenchmarkRouter/steady_state_cpu_time 8 100 ns/op\n"
        "BenchmarkRouter/steady_state_cpu_time 8 200 ns/op\n"
        "BenchmarkRouter/steady_state_cpu_time 8 300 ns/op\n"
        "BenchmarkRouter/steady_state 8 4 hits\n"
        "BenchmarkRouter/steady_state 8 5 hits\n"
        "BenchmarkRouter/steady_state 8 6 hits\n"
        "BenchmarkSuccess_rate 1 1 fraction\n"
        "BenchmarkSuccess_rate 1 0.5 fraction\n");
  CHECK(text.lost == std::vector<std::string>{"which process each sample is from: the format takes all for one "
                                              "process's"});
  const ResultSet again = read_text_results(text.text);
  CHECK(near(samples(again, "BenchmarkRouter/steady_state"), {0.125, 0.375, 0.5}));
  CHECK(near(samples(again, "BenchmarkRouter/steady_state hits"), {4, 5, 6}));
  CHECK(near(samples(again, "BenchmarkSuccess_rate fraction"), {1, 0.5}));
  CHECK(again.find("BenchmarkSuccess_rate fraction")->series.better == Better::higher);
  CHECK(again.environment.facts.text("cpu_model") == "CPU of ours");
}

TEST_CASE("Go's own file survives being read and exported") {
  const ResultSet set = read_fixture("go/sums.txt");
  const ResultSet again = read_text_results(exported(set, ExportFormat::go).text);
  REQUIRE(names_of(again) == names_of(set));
  for (std::size_t i = 0; i < set.results.size(); ++i) {
    CHECK(near(again.results[i].series.pooled(), set.results[i].series.pooled()));
    CHECK(again.results[i].series.runs[0].batch == set.results[i].series.runs[0].batch);
    CHECK(again.results[i].series.better == set.results[i].series.better);
  }
}

TEST_CASE("names that Go cannot have are changed and stay apart") {
  ResultSet set;
  set.results = {result("a b", "us", Better::lower, {{1, {1}, {}}}),
                 result("a\tb", "us", Better::lower, {{1, {2}, {}}}),
                 result("A_b", "us", Better::lower, {{1, {3}, {}}}),
                 result("é", "us", Better::lower, {{1, {4}, {}}}),
                 result("Benchmarked", "us", Better::lower, {{1, {5}, {}}}),
                 result("BenchmarkX-8", "us", Better::lower, {{1, {6}, {}}})};
  const ResultSet again = read_text_results(exported(set, ExportFormat::go).text);
  CHECK(names_of(again) == std::vector<std::string>{"BenchmarkA_b", "BenchmarkA_b#01", "BenchmarkA_b#02", "Benchmark_é",
                                                    "BenchmarkBenchmarked", "BenchmarkX-8"});
}

TEST_CASE("results exported as CSV are read by the reader of samples") {
  const Exported csv = exported(ours(), ExportFormat::csv);
  CHECK(csv.lost.empty());
  CHECK(
      csv.text.starts_with("# result,run,iteration,batch,sample\n"
                           "# result 1: router/steady state (m, us, lower is better)\n"
                           "1,1,1,8,0.125\n1,1,2,8,0.375\n1,2,1,8,0.5\n"
                           "# result 2: "));
  const auto matrix = parse_samples_csv(csv.text, "f");
  REQUIRE(matrix.has_value());
  CHECK(matrix->columns == 5);
  CHECK(matrix->rows() == 11);
  CHECK(std::ranges::equal(matrix->row(10), std::vector<float>{4, 1, 2, 1, 0.5}));
}

TEST_CASE("what has no samples is not exported") {
  ResultSet set = ours();
  BenchmarkResult summary;
  summary.name = "summary";
  summary.reported = reported(3, 1.5);
  set.results.push_back(summary);
  CHECK(exported(set, ExportFormat::csv).lost == std::vector<std::string>{"without samples, and so left out: summary"});
  set.results = {summary};
  const auto none = export_results(set, ExportFormat::go);
  REQUIRE_FALSE(none.has_value());
  CHECK(none.error().subject == "ours.json");
  CHECK(none.error().message.starts_with("holds summaries without samples"));
  set.results = {result("rate", "fraction", Better::higher, {{1, {1}, {}}})};
  CHECK(export_results(set, ExportFormat::google_benchmark)
            .error()
            .message.starts_with("holds no samples that the format has a place for"));
}

TEST_CASE("random results exported as CSV keep the number of their samples") {
  Rng rng{7};
  for (int i = 0; i < 200; ++i) {
    const ResultSet set = random_result_set(rng);
    std::size_t expected = 0;
    for (const BenchmarkResult& one : set.results) {
      expected += one.series.sample_count();
    }
    const auto csv = export_results(set, ExportFormat::csv);
    CHECK(csv.has_value() == (expected > 0));
    if (csv) {
      CHECK(static_cast<std::size_t>(std::ranges::count(csv->text, '\n')) ==
            expected + 1 + static_cast<std::size_t>(std::ranges::count_if(set.results, &BenchmarkResult::has_samples)));
    }
  }
}
