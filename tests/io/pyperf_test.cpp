#include "pyperf.hpp"

#include <doctest/doctest.h>

#include "io/read_fixture.hpp"

using namespace moebench::core;
using namespace moebench::io::test;

TEST_CASE("pyperf's runs are processes and its calibration is passed over") {
  const ResultSet set = read_fixture("pyperf/sums.json");
  REQUIRE(names_of(set) == std::vector<std::string>{"sum_range", "peak memory"});
  const Series& time = set.results[0].series;
  CHECK(time.unit == "us");
  REQUIRE(time.runs.size() == 2);
  CHECK(time.runs[0].batch == 10240);  // the file's loops and inner loops
  CHECK(time.runs[1].batch == 10240);  // the run's own: 512 times 20
  CHECK(near(time.runs[0].samples, {20, 21.25, 20.625}));
  CHECK(near(time.runs[1].samples, {22.5, 21.875, 23.75}));
  CHECK(set.results[0].params.text("description") == "sum of a range");
  const Series& size = set.results[1].series;
  CHECK(size.unit == "bytes");
  CHECK(size.runs == std::vector<Run>{{1, {7340032}, {}}});
}

TEST_CASE("pyperf's metadata is kept") {
  const ResultSet set = read_fixture("pyperf/sums.json");
  CHECK(set.config.text("read_as") == "pyperf JSON");
  CHECK(set.config.text("python_version") == "3.11.2 (64-bit)");
  CHECK(set.environment.facts.text("cpu_model") == "Example CPU @ 2.00GHz");
  CHECK(set.environment.facts.text("cpu_logical_cores") == "4");
}

TEST_CASE("a file of pyperf may be compressed by gzip") {
  const ResultSet packed = read_fixture("pyperf/sums.json.gz");
  const ResultSet plain = read_fixture("pyperf/sums.json");
  REQUIRE(packed.results.size() == 2);
  CHECK(packed.results[0].series == plain.results[0].series);
}

TEST_CASE("pyperf's name may stand with the file or the run") {
  CHECK(names_of(read_text_results(R"({"metadata": {"name": "a"}, "benchmarks": [{"runs": [{"values": [1]}]}]})")) ==
        std::vector<std::string>{"a"});
  CHECK(names_of(read_text_results(R"({"benchmarks": [{"runs": [{"metadata": {"name": "b"}, "values": [1]}]}]})")) ==
        std::vector<std::string>{"b"});
}

TEST_CASE("malformed files of pyperf are refused with their place") {
  const auto refusal_of_runs = [](const std::string& runs) {
    return refusal_of(R"({"benchmarks": [{"metadata": {"name": "a"}, "runs": )" + runs + "}]}");
  };
  CHECK(
      refusal_of_runs(R"([{"warmups": [[1, 2]]}])").starts_with("f: benchmarks[0].runs: holds no run with \"values\""));
  CHECK(refusal_of_runs(R"([{"values": [1, "2"]}])").starts_with("f: benchmarks[0].runs[0].values[1]: found the text"));
  CHECK(refusal_of_runs(R"([{"values": 3}])") == "f: benchmarks[0].runs[0].values: found 3; expected an array");
  CHECK(refusal_of_runs("3") == "f: benchmarks[0].runs: found 3; expected an array");
  CHECK(refusal_of(R"({"benchmarks": [{"runs": [{"values": [1]}]}]})").ends_with("name: is missing; expected a text"));
  CHECK(refusal_of(R"({"metadata": {"unit": "hour", "name": "a"}, "benchmarks": [{"runs": [{"values": [1]}]}]})") ==
        "f: metadata.unit: found the text \"hour\"; expected \"second\", \"byte\" or \"integer\"");
  CHECK(refusal_of(R"({"version": "1.0", "metadata": {}, "benchmarks": []})") ==
        "f: benchmarks: found an empty array; expected one benchmark or more");
}
