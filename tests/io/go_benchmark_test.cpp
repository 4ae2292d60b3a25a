#include "go_benchmark.hpp"

#include <doctest/doctest.h>

#include "io/read_fixture.hpp"

using namespace moebench::core;
using namespace moebench::io::test;
using moebench::io::is_go_benchmark;

TEST_CASE("Go's repeated lines are the samples of one run") {
  const ResultSet set = read_fixture("go/sums.txt");
  CHECK(names_of(set) == std::vector<std::string>{"BenchmarkCopy/size=1k-2", "BenchmarkCopy/size=1k-2 MB/s",
                                                  "BenchmarkCopy/size=1k-2 B/op", "BenchmarkCopy/size=1k-2 allocs/op",
                                                  "BenchmarkCopy/size=4k-2", "BenchmarkCopy/size=4k-2 MB/s",
                                                  "BenchmarkCopy/size=4k-2 B/op", "BenchmarkCopy/size=4k-2 allocs/op",
                                                  "BenchmarkEmpty-2", "BenchmarkEmpty-2 items/op"});
  const BenchmarkResult& time = set.results[0];
  CHECK(time.series.unit == "us");
  CHECK(time.series.runs == std::vector<Run>{{2000, {1.093, 0.3332, 0.2491}, {}}});
  CHECK(time.params.text("size") == "1k");
  CHECK(time.params.text("gomaxprocs") == "2");
  CHECK(set.results[1].series.better == Better::higher);
  CHECK(set.results[1].series.unit == "MB/s");
  CHECK(set.results[1].series.runs[0].samples == std::vector{936.54, 3073.46, 4111.59});
  CHECK(set.results[2].series.better == Better::lower);
  CHECK(set.results[6].series.runs[0].samples == std::vector{4098.0, 4098.0, 4098.0});
  CHECK(set.results[9].series.unit == "items/op");
}

TEST_CASE("Go's configuration lines hold until they are changed") {
  const ResultSet set = read_fixture("go/sums.txt");
  CHECK(set.config.text("read_as") == "Go benchmark text");
  CHECK(set.config.text("pkg") == "example.org/sums");
  CHECK(set.environment.facts.text("cpu_model") == "AMD EPYC");
  const ResultSet two = read_text_results(
      "goos: linux\npkg: a\nBenchmarkX 10 1 ns/op\nBenchmarkY 10 2 ns/op\npkg: b\nBenchmarkX 10 3 ns/op\npkg: a\n"
      "BenchmarkX 30 5 ns/op\n");
  CHECK(names_of(two) == std::vector<std::string>{"BenchmarkX pkg:a", "BenchmarkY", "BenchmarkX pkg:b"});
  CHECK(two.results[0].series.runs == std::vector<Run>{{20, {0.001, 0.005}, {}}});
  CHECK(two.results[0].params.text("iterations_per_sample") == "10 to 30");
  CHECK(two.results[0].params.text("pkg") == "a");
  CHECK(two.config.text("goos") == "linux");
  CHECK(two.config.find("pkg") == nullptr);
}

TEST_CASE("Go's unit lines say which way is better") {
  const ResultSet set = read_text_results(
      "Unit hits/op better=higher\r\nUnit MB/s assume=exact better=lower\r\nBenchmark-8  5  2 ns/op  3 hits/op  4 "
      "MB/s\r\n");
  CHECK(names_of(set) == std::vector<std::string>{"Benchmark-8", "Benchmark-8 hits/op", "Benchmark-8 MB/s"});
  CHECK(set.results[1].series.better == Better::higher);
  CHECK(set.results[2].series.better == Better::lower);
}

TEST_CASE("lines that are none of Go's benchmarks are ignored") {
  const ResultSet set = read_text_results(
      "=== RUN\nBenchmarkA\nBenchmarkA 12 rounds done\nBenchmarked 1 2 ns/op\n--- FAIL: BenchmarkB\nNote: x\n"
      "BenchmarkA 1 2e3 ns/op\nPASS\nok  \tpkg\t0.1s\n");
  CHECK(names_of(set) == std::vector<std::string>{"BenchmarkA"});
  CHECK(set.results[0].series.runs == std::vector<Run>{{1, {2}, {}}});
  CHECK_FALSE(is_go_benchmark("BenchmarkA\nBenchmarkA 12 rounds done\n"));
}

TEST_CASE("malformed lines of Go's benchmarks are refused with their number") {
  CHECK(refusal_of("goos: linux\nBenchmarkA 10 1x ns/op\n")
            .starts_with("f: line 2: found \"1x\"; expected a finite number and its unit"));
  CHECK(refusal_of("BenchmarkA 10 NaN ns/op\n").starts_with("f: line 1: found \"NaN\""));
  CHECK(refusal_of("BenchmarkA 10 +Inf ns/op\n").starts_with("f: line 1: found \"+Inf\""));
  CHECK(refusal_of("BenchmarkA 10 1 ns/op\nBenchmarkA 10 1 ns/op 5\n")
            .starts_with("f: line 2: found no unit behind \"5\""));
  CHECK(refusal_of("Benchmark\xff 10 1 ns/op\n").starts_with("f: line 1: the benchmark's name is not UTF-8"));
}
