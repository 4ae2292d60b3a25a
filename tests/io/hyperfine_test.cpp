#include "hyperfine.hpp"

#include <doctest/doctest.h>

#include "io/read_fixture.hpp"

using namespace moebench::core;
using namespace moebench::io::test;

TEST_CASE("hyperfine's processes are runs of their own") {
  const ResultSet set = read_fixture("hyperfine/sleep.json");
  CHECK(set.config.text("read_as") == "hyperfine JSON");
  REQUIRE(names_of(set) == std::vector<std::string>{"sleep 0.01"});
  const Series& series = set.results[0].series;
  CHECK(series.unit == "us");
  REQUIRE(series.runs.size() == 6);
  CHECK(near(series.pooled(), {16331.463, 15558.765, 12102.945, 13765.262, 13866.432, 15921.255}));
  CHECK(series.runs[2].samples.size() == 1);
  CHECK(set.results[0].params.text("user_s") == "0.0015405");
  CHECK(set.results[0].params.text("system_s") == "0.000301");
  CHECK(set.results[0].checks == std::vector<Check>{{"every process exited with 0", "all did", "all did", true}});
}

TEST_CASE("hyperfine's parameters are kept") {
  const ResultSet set = read_fixture("hyperfine/parameters.json");
  REQUIRE(names_of(set) == std::vector<std::string>{"sleep 0.01", "sleep 0.02"});
  CHECK(set.results[0].params.text("ms") == "0.01");
  CHECK(set.results[1].params.text("ms") == "0.02");
  CHECK(set.results[1].series.runs.size() == 5);
}

TEST_CASE("what hyperfine says of each process is a result or a check") {
  const ResultSet set = read_text_results(
      R"({"results": [{"command": "a", "times": [1, 2], "user": [0.5, 0.25], "memory_usage_byte": [10, 20],
                       "exit_codes": [3, null]},
                      {"command": "a", "times": [3, 4], "exit_codes": [0, 0]}]})");
  CHECK(names_of(set) == std::vector<std::string>{"a", "a user", "a memory_usage_byte", "a (2)"});
  CHECK(set.results[1].series.pooled() == std::vector{5e5, 2.5e5});
  CHECK(set.results[2].series.unit == "bytes");
  CHECK(set.results[2].series.pooled() == std::vector{10.0, 20.0});
  CHECK(set.results[2].series.runs.size() == 2);
  CHECK(set.results[0].checks[0].actual == "1 of 2 failed, 1 were killed");
  CHECK_FALSE(set.results[0].checks[0].ok);
}

TEST_CASE("malformed files of hyperfine are refused with their place") {
  CHECK(refusal_of(R"({"results": [{"command": "a"}]})") ==
        "f: results[0].times: is missing; expected an array of one number or more");
  CHECK(refusal_of(R"({"results": [{"command": "a", "times": [1, null]}]})").starts_with("f: results[0].times[1]: "));
  CHECK(refusal_of(R"({"results": [{"command": 1, "times": [1]}]})") ==
        "f: results[0].command: found 1; expected a text");
  CHECK(refusal_of(R"({"results": [{"command": "a", "times": [1], "exit_codes": ["0"]}]})") ==
        "f: results[0].exit_codes[0]: found the text \"0\"; expected a number");
  CHECK(
      refusal_of(R"({"results": [{"command": "a", "times": [1e305]}]})").starts_with("f: results[0].times: is a time"));
}
