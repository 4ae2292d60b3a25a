#include "jmh.hpp"

#include <doctest/doctest.h>

#include "io/read_fixture.hpp"

using namespace moebench::core;
using namespace moebench::io::test;

TEST_CASE("JMH's forks are runs, and rates are better when higher") {
  const ResultSet set = read_fixture("jmh/sorts.json");
  REQUIRE(names_of(set) == std::vector<std::string>{"org.example.Sorts.sort size=100 thrpt",
                                                    "org.example.Sorts.sort size=100 thrpt ·gc.alloc.rate.norm",
                                                    "org.example.Sorts.sort size=100 avgt", "org.example.Sorts.merge"});
  const Series& rate = set.results[0].series;
  CHECK(rate.unit == "ops/ms");
  CHECK(rate.better == Better::higher);
  CHECK(rate.runs == std::vector<Run>{{1, {2000, 2048, 2064}, {}}, {1, {2037, 2053, 2101}, {}}});
  CHECK(set.results[0].params.text("size") == "100");
  CHECK(set.results[0].params.text("warmupIterations") == "2");
  const Series& allocated = set.results[1].series;
  CHECK(allocated.unit == "B/op");
  CHECK(allocated.better == Better::lower);
  CHECK(allocated.runs[1].samples == std::vector{416.0, 416.25, 416.0});
  const Series& time = set.results[2].series;
  CHECK(time.unit == "us");
  CHECK(time.better == Better::lower);
  CHECK(time.runs == std::vector<Run>{{1, {0.4805, 0.496}, {}}});
}

TEST_CASE("JMH's histograms become as many samples as they counted") {
  const ResultSet set = read_fixture("jmh/sorts.json");
  CHECK(set.results[3].series.unit == "us");
  REQUIRE(set.results[3].series.runs.size() == 1);
  CHECK(near(set.results[3].series.runs[0].samples, {1, 1, 1, 2, 1, 1, 4}));
}

TEST_CASE("a secondary metric of JMH that is NaN is left out and told") {
  const ResultSet set = read_fixture("jmh/sorts.json");
  REQUIRE(set.results[0].warnings.size() == 1);
  CHECK(set.results[0].warnings[0].message ==
        "the secondary metric \"·gc.time\" was left out, because [0].secondaryMetrics.·gc.time.rawData[0][0] is NaN");
}

TEST_CASE("JMH's virtual machine is kept") {
  const ResultSet set = read_fixture("jmh/sorts.json");
  CHECK(set.config.text("read_as") == "JMH JSON");
  CHECK(set.config.text("jdkVersion") == "17.0.9");
  CHECK(set.config.text("jmhVersion") == "1.37");
}

TEST_CASE("malformed files of JMH are refused with their place") {
  const auto refusal_of_metric = [](const std::string& metric) {
    return refusal_of(R"([{"benchmark": "a", "mode": "avgt", "primaryMetric": )" + metric + "}]");
  };
  CHECK(refusal_of_metric(R"({"scoreUnit": "ns/op", "rawData": [[1, "NaN"]]})")
            .starts_with("f: [0].primaryMetric.rawData[0][1]: found the text \"NaN\""));
  CHECK(refusal_of_metric(R"({"scoreUnit": "ns/op", "rawData": []})") ==
        "f: [0].primaryMetric.rawData: found an empty array; expected an array with the iterations of each fork");
  CHECK(
      refusal_of_metric(R"({"scoreUnit": "ns/op", "rawData": [[]]})").starts_with("f: [0].primaryMetric.rawData[0]: "));
  CHECK(refusal_of_metric(R"({"rawData": [[1]]})") == "f: [0].primaryMetric.scoreUnit: is missing; expected a text");
  CHECK(refusal_of_metric("null") == "f: [0].primaryMetric: found null; expected an object with \"rawData\"");
  CHECK(refusal_of_metric(R"({"scoreUnit": "ns/op", "rawDataHistogram": [[[[1]]]]})") ==
        "f: [0].primaryMetric.rawDataHistogram[0][0][0]: found an array; expected a pair of value and count");
  CHECK(refusal_of_metric(R"({"scoreUnit": "ns/op", "rawDataHistogram": [[[[1, 15000000]], [[1, 15000000]]]]})")
            .starts_with("f: [0].primaryMetric.rawDataHistogram[0][1][0][1]: found 15000000; expected a whole number"));
}
