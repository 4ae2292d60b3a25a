#include "nanobench.hpp"

#include <doctest/doctest.h>

#include "io/read_fixture.hpp"

using namespace moebench::core;
using namespace moebench::io::test;

TEST_CASE("nanobench's epochs are the samples of one run") {
  const ResultSet set = read_fixture("nanobench/hashes.json");
  CHECK(set.config.text("read_as") == "nanobench JSON");
  REQUIRE(names_of(set) == std::vector<std::string>{"hashing fnv", "crc"});
  const BenchmarkResult& hash = set.results[0];
  CHECK(hash.series.unit == "us");
  REQUIRE(hash.series.runs.size() == 1);
  CHECK(hash.series.runs[0].batch == 1050);  // the mean of 1000, 1100 and 1050
  CHECK(near(hash.series.runs[0].samples, {0.064, 0.065, 0.0625}));
  CHECK(hash.params.text("iterations_per_sample") == "1000 to 1100");
  CHECK(hash.params.text("unit") == "byte");
  CHECK(hash.params.text("batch") == "64");
  CHECK(set.results[1].series.runs[0].batch == 500);
  CHECK(set.results[1].params.find("iterations_per_sample") == nullptr);
}

TEST_CASE("malformed files of nanobench are refused with their place") {
  const auto refusal_of_result = [](const std::string& members) {
    return refusal_of(R"({"results": [{"title": "t", "name": "a", )" + members + "}]}");
  };
  CHECK(refusal_of_result(R"("measurements": [])").starts_with("f: results[0].measurements: found an empty array"));
  CHECK(refusal_of_result(R"x("median(elapsed)": 1)x").starts_with("f: results[0].measurements: is missing"));
  CHECK(refusal_of_result(R"("measurements": [{"iterations": 1}])") ==
        "f: results[0].measurements[0].elapsed: is missing; expected a number");
  CHECK(refusal_of_result(R"("measurements": [{"elapsed": -nan}])") ==
        "f: results[0].measurements[0].elapsed: found the text \"-nan\"; expected a number");
}
