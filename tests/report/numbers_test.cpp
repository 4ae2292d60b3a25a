#include "moebench/report/numbers.hpp"

#include <cmath>
#include <limits>

#include <doctest/doctest.h>

using namespace moebench::report;
using moebench::core::Estimate;
using moebench::core::Interval;

TEST_CASE("counts have their thousands apart") {
  CHECK(with_thousands(0) == "0");
  CHECK(with_thousands(999) == "999");
  CHECK(with_thousands(1000) == "1,000");
  CHECK(with_thousands(1234567) == "1,234,567");
}

TEST_CASE("rounding goes to decimals or to tens") {
  CHECK(rounded(1234.5678, 2) == "1,234.57");
  CHECK(rounded(1234.5678, 0) == "1,235");
  CHECK(rounded(1234.5678, -2) == "1,200");
  CHECK(rounded(-0.0001, 2) == "0.00");
  CHECK(rounded(-1234.5, 1) == "-1,234.5");
  CHECK(rounded(std::numeric_limits<double>::quiet_NaN(), 2) == "n/a");
  CHECK(rounded(std::numeric_limits<double>::infinity(), 2) == "n/a");
  CHECK(rounded(1e300, 0) == "1e+300");
  CHECK(rounded(1e-12, 15) == "1e-12");
}

TEST_CASE("significant digits count from the first that is not 0") {
  CHECK(significant(0.00123456) == "0.001235");
  CHECK(significant(19193858.0) == "19,193,858");
  CHECK(significant(0.0) == "0");
  CHECK(significant(5.028) == "5.028");
}

TEST_CASE("a figure has no more digits than its interval supports and never fewer than three") {
  const FigureText wide = figure({.value = 19'193'858, .interval = Interval{18'800'000, 19'600'000}});
  CHECK(wide.value == "19,190,000");
  CHECK(wide.interval == "[18,800,000, 19,600,000]");
  const FigureText narrow = figure({.value = 0.531234, .interval = Interval{0.5301, 0.5323}});
  CHECK(narrow.value == "0.5312");
  CHECK(narrow.interval == "[0.5301, 0.5323]");
  CHECK(figure({.value = 0.53, .interval = Interval{-3.0, 4.0}}).value == "0.530");
}

TEST_CASE("a figure without an interval says so and one that does not vary is exact") {
  CHECK(figure({.value = 0.53, .interval = {}}).interval == "n/a");
  const FigureText exact = figure({.value = 8, .interval = Interval{8, 8}});
  CHECK(exact.value == "8.000");
  CHECK(exact.interval == "[8.000, 8.000]");
}

TEST_CASE("a p value is never 0") {
  CHECK(p_value_text(0.0312, std::log10(0.0312)) == "p = 0.0312");
  CHECK(p_value_text(3.1e-12, std::log10(3.1e-12)) == "p = 3.10e-12");
  CHECK(p_value_text(0.0, -6858.94) == "p = 10^-6858.94");
}

TEST_CASE("percentages drop the zeros that say nothing") {
  CHECK(percent(1.0) == "100 %");
  CHECK(percent(0.9996) == "99.96 %");
  CHECK(percent(0.125) == "12.5 %");
  CHECK(percent(0.0) == "0 %");
  CHECK(percent(0.9999963) == "99.9996 %");
  CHECK(percent(1.0 - 1e-12) == "100 %");
  CHECK(percent(0.2) == "20 %");
}
