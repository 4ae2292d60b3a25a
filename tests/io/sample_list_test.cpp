#include "sample_list.hpp"

#include <doctest/doctest.h>

#include "moebench/io/result_file.hpp"

using moebench::io::is_sample_list;
using moebench::io::parse_results;

TEST_CASE("a text with a number on each line is one result") {
  const auto set = parse_results("1.5\n2\n\n# a note\n  -3e-2,\r\n+4", "samples.csv");
  REQUIRE(set.has_value());
  REQUIRE(set->results.size() == 1);
  CHECK(set->source == "samples.csv");
  CHECK(set->results[0].name == "samples");
  CHECK(set->results[0].series.unit == "us");
  REQUIRE(set->results[0].series.runs.size() == 1);
  CHECK(set->results[0].series.runs[0].samples == std::vector{1.5, 2.0, -0.03, 4.0});
  CHECK_FALSE(set->results[0].reported.has_value());
}

TEST_CASE("a text with one number is one sample") {
  for (const char* text : {"42", "42\n", "# one\n\n 42 ,\r\n", "\xEF\xBB\xBF+42"}) {
    CAPTURE(text);
    const auto set = parse_results(text, "x.txt");
    REQUIRE(set.has_value());
    CHECK(set->results[0].series.pooled() == std::vector{42.0});
  }
}

TEST_CASE("a title names the result") {
  const auto set = parse_results("\xEF\xBB\xBFlatency_us\n1\n2\n", "x");
  REQUIRE(set.has_value());
  CHECK(set->results[0].name == "latency_us");
  CHECK(set->results[0].series.sample_count() == 2);
}

TEST_CASE("what is no number is refused with its line") {
  for (const char* text :
       {"1\n2\nthree\n", "a\n1\nb\n", "1\n2\nnan\n", "1\n2\ninf\n", "1\n2\n1e999\n", "1\n2\n3 4\n"}) {
    const auto set = parse_results(text, "x.txt");
    REQUIRE_FALSE(set.has_value());
    CHECK(set.error().kind == moebench::core::ErrorKind::input);
    CHECK(set.error().subject == "x.txt: line 3");
  }
}

TEST_CASE("a damaged number on the first line is not lost as a title") {
  for (const char* text : {"nan\n1\n2\n", "1,5\n1\n2\n", "0.83us\n1\n2\n", "-\n1\n", "inf\n1\n2\n"}) {
    CAPTURE(text);
    const auto set = parse_results(text, "x.txt");
    REQUIRE_FALSE(set.has_value());
    CHECK(set.error().subject == "x.txt: line 1");
  }
}

TEST_CASE("a title that could not be written again is refused") {
  const auto set = parse_results("caf\xe9\n1\n2\n", "x.txt");
  REQUIRE_FALSE(set.has_value());
  CHECK(set.error().subject == "x.txt: line 1");
  CHECK(set.error().message == "the title is not UTF-8; convert the file or start the line with #");
  CHECK(parse_results("caf\xc3\xa9\n1\n2\n", "x.txt")->results[0].name == "caf\xc3\xa9");
}

TEST_CASE("other texts are left to the other readers") {
  for (const char* text :
       {"", "\n\n", "forty-two\n", "nan", "{\n1\n", "[1,\n2]", "null\n", "nothing\nat all\n", "{}\n5"}) {
    CAPTURE(text);
    CHECK_FALSE(is_sample_list(text));
    CHECK_FALSE(parse_results(text, "x").has_value());
  }
}
