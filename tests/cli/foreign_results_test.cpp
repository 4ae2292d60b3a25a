// `stats`, `compare` and --export on other tools' result files: what a user reads.
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/program.hpp"

using cli_test::contains;
using cli_test::Printed;
using cli_test::run;
using nlohmann::json;
using test::content;
using test::set_content;
using test::TemporaryFolder;

namespace {

std::string fixture(const std::string& name) {
  return (std::filesystem::path{MOEBENCH_SOURCE_DIR} / "tests/io/fixtures" / name).string();
}

/// A fixture, what it is read as, and what `stats` must show of it.
struct Case {
  std::string file;
  std::string format;
  std::string name;
  std::string mean;
  std::string replication;
};

const std::vector<Case> k_cases{
    {"google_benchmark/sums.json", "Google Benchmark JSON", "slow", "Mean **7.70 us**", "NOT REPLICATED"},
    {"hyperfine/sleep.json", "hyperfine JSON", "sleep 0.01", "Mean **14,600 us**", "(df 5), the run as the unit"},
    {"pytest_benchmark/sums.json", "pytest-benchmark JSON", "test_sums.py::test_sum[1000]", "Mean **14.8 us**",
     "NOT REPLICATED"},
    {"pyperf/sums.json.gz", "pyperf JSON", "sum_range", "Mean **21.7 us**", "(df 1), the run as the unit"},
    {"jmh/sorts.json", "JMH JSON", "org.example.Sorts.sort size=100 thrpt", "Mean **2,050 ops/ms**",
     "(df 1), the run as the unit"},
    {"nanobench/hashes.json", "nanobench JSON", "hashing fnv", "Mean **0.0638 us**", "NOT REPLICATED"},
    {"go/sums.txt", "Go benchmark text", "BenchmarkCopy/size=1k-2 MB/s", "Mean **2,710 MB/s**", "NOT REPLICATED"},
    {"criterion", "Criterion.rs samples", "fold/xor/1000", "Mean **0.266 us**", "NOT REPLICATED"},
};

/// The part of a report about one result.
std::string section(const std::string& report, const std::string& name) {
  const std::size_t start = report.find("\n## " + name + "\n");
  REQUIRE(start != std::string::npos);
  return report.substr(start, report.find("\n## ", start + 1) - start);
}

}  // namespace

TEST_CASE("stats describes every tool's results and says what it read") {
  for (const Case& known : k_cases) {
    CAPTURE(known.file);
    const std::string file = fixture(known.file);
    const Printed printed = run({"stats", file, "--ascii"});
    CHECK(printed.status == 0);
    CHECK(printed.err == "moebench: " + file + ": read as " + known.format + "\n");
    const std::string shown = section(printed.out, known.name);
    CAPTURE(shown);
    CHECK(contains(shown, known.mean));
    CHECK(contains(shown, known.replication));
  }
}

TEST_CASE("compare pairs every tool's results by name") {
  for (const Case& known : k_cases) {
    CAPTURE(known.file);
    const std::string file = fixture(known.file);
    const Printed printed = run({"compare", file, file, "--format", "json"});
    REQUIRE(printed.status == 0);
    const json document = json::parse(printed.out);
    bool found = false;
    for (const json& comparison : document["comparisons"]) {
      found = found || comparison["name"] == known.name;
    }
    CHECK(found);
    CHECK(contains(run({"compare", file, file}).out, known.name));
  }
}

TEST_CASE("compare tells the CPUs of other tools' files apart") {
  const TemporaryFolder folder;
  const std::string here = set_content(folder / "a", "cpu: A\nBenchmarkX 1 5 ns/op\nBenchmarkX 1 6 ns/op\n");
  const std::string there = set_content(folder / "b", "cpu: B\nBenchmarkX 1 5 ns/op\nBenchmarkX 1 7 ns/op\n");
  CHECK(contains(run({"compare", here, there}).out, "the candidate ran on 'A' and the baseline on 'B'"));
}

TEST_CASE("stats refuses what is none of the known files with their list") {
  const TemporaryFolder folder;
  const Printed printed = run({"stats", set_content(folder / "other.json", R"({"data": [1, 2]})")});
  CHECK(printed.status == 3);
  CHECK(printed.out.empty());
  CHECK(contains(printed.err, "other.json: top level: found an object; expected one of the known result files: "));
  CHECK(run({"stats", (folder / "").string()}).status == 3);
}

TEST_CASE("stats reads a text with one number") {
  const TemporaryFolder folder;
  const Printed printed = run({"stats", set_content(folder / "one.txt", "42\n"), "--format", "json"});
  REQUIRE(printed.status == 0);
  CHECK(json::parse(printed.out)["results"][0]["mean"] == 42.0);
}

TEST_CASE("stats exports what it read, to a file or to standard output") {
  const TemporaryFolder folder;
  const std::string file = fixture("hyperfine/sleep.json");
  const std::string target = (folder / "out.json").string();
  const Printed json_file = run({"stats", file, "--export", "google-benchmark", "--output", target});
  CHECK(json_file.status == 0);
  CHECK(json_file.out.empty());
  CHECK(contains(json_file.err, "moebench: not exported: which process each sample is from"));
  CHECK(json::parse(content(folder / "out.json"))["benchmarks"].size() == 6);
  const Printed text = run({"stats", file, "--export", "go", "--quiet"});
  CHECK(text.err.empty());
  CHECK(text.out.starts_with("BenchmarkSleep_0.01 1 16331463"));
  CHECK(run({"stats", file, "--export", "csv"}).out.starts_with("# result,run,iteration,batch,sample\n"));
}

TEST_CASE("a scenario exports what it measured in all its processes") {
  const Printed printed = run({"null", "--iterations", "3", "--rounds", "2", "--threads", "2", "--warmup", "1",
                               "--runs", "2", "--export", "go"});
  REQUIRE(printed.status == 0);
  std::size_t lines = 0;
  for (std::size_t at = printed.out.find("\nBenchmark"); at != std::string::npos;
       at = printed.out.find("\nBenchmark", at + 1)) {
    ++lines;
  }
  CHECK(lines >= 2 * 3);
  CHECK(contains(printed.out, " ns/op\n"));
  const TemporaryFolder folder;
  CHECK(run({"stats", set_content(folder / "go.txt", printed.out)}).status == 0);
}

TEST_CASE("what cannot be exported is refused") {
  const std::string file = fixture("hyperfine/sleep.json");
  CHECK(run({"stats", file, "--export", "xml"}).status == 2);
  const Printed both = run({"stats", file, "--export", "go", "--format", "json"});
  CHECK(both.status == 2);
  CHECK(contains(both.err, "--export: chooses what is written, and so does --format; leave one of them out"));
  const TemporaryFolder folder;
  const std::string summary =
      set_content(folder / "s.json", R"({"results": [{"name": "a", "iterations": 3, "mean_us": 2}]})");
  const Printed none = run({"stats", summary, "--export", "go"});
  CHECK(none.status == 3);
  CHECK(contains(none.err, "s.json: holds summaries without samples"));
}

TEST_CASE("plan takes every tool's files, folders too") {
  for (const Case& known : k_cases) {
    CAPTURE(known.file);
    const Printed printed = run({"plan", fixture(known.file), "--effect", "5%"});
    if (std::string{known.file} == "criterion") {
      CHECK(printed.status == 3);
      CHECK(contains(printed.err, "criterion: no result in it has two runs"));
    } else if (contains(printed.err, "has two runs")) {
      CHECK(printed.status == 3);
    } else {
      CHECK(printed.status == 0);
      CHECK(contains(printed.out, "# How much to measure"));
    }
  }
  CHECK(run({"plan", fixture("hyperfine/sleep.json"), "--effect", "5%"}).status == 0);
  CHECK(run({"plan", fixture("pyperf/sums.json.gz"), "--effect", "5%"}).status == 0);
}
