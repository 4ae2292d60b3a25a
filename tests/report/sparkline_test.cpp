#include "moebench/report/sparkline.hpp"

#include <cmath>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using moebench::core::BenchmarkResult;
using moebench::core::ResultSet;
using moebench::report::medians_over_time;
using moebench::report::runs_over_time;
using moebench::report::samples_over_time;
using moebench::report::sparkline;

namespace {

BenchmarkResult result_with(const std::string& name, const std::vector<std::vector<double>>& runs) {
  BenchmarkResult result;
  result.name = name;
  for (const std::vector<double>& samples : runs) {
    result.series.runs.push_back({.batch = 1, .samples = samples, .counts = {}});
  }
  return result;
}

}  // namespace

TEST_CASE("medians over time take equally many consecutive samples each") {
  CHECK(medians_over_time(std::vector{5.0, 1.0, 3.0, 2.0, 8.0, 4.0}, 2) == std::vector{3.0, 4.0});
  CHECK(medians_over_time(std::vector{1.0, 3.0, 10.0, 30.0}, 2) == std::vector{2.0, 20.0});
  CHECK(medians_over_time(std::vector{3.0, 1.0}, 60) == std::vector{3.0, 1.0});
  CHECK(medians_over_time({}, 60).empty());
}

TEST_CASE("a sparkline has eight heights from the range's end to end") {
  const std::vector<double> steps{0, 1, 2, 3, 4, 5, 6, 7, 8};
  CHECK(sparkline(steps, {.low = 0, .high = 8}, false) == "▁▂▃▄▅▆▇██");
  CHECK(sparkline(steps, {.low = 0, .high = 8}, true) == ".:-=+*%##");
  CHECK(sparkline(std::vector{-5.0, 99.0}, {.low = 0, .high = 8}, true) == ".#");
  CHECK(sparkline(std::vector{4.0, 4.0}, {.low = 4, .high = 4}, true) == "..");
  CHECK(sparkline(std::vector{std::nan("")}, {.low = 0, .high = 8}, true) == "?");
  CHECK(sparkline(std::vector{-1e308, 1e308}, {.low = -1e308, .high = 1e308}, true).size() == 2);
}

TEST_CASE("every run has a line on the scale of all of them") {
  CHECK(runs_over_time(result_with("a", {{1, 1, 2}, {9, 1, 5}}), true) ==
        "Samples over time (us, medians of consecutive samples, from 1.000 to 9.000):\n\n"
        "```text\nrun 1    ..:\nrun 2    #.+\n```\n\n");
  CHECK(runs_over_time(result_with("a", {}), true).empty());
  const std::string many = runs_over_time(result_with("a", std::vector<std::vector<double>>(25, {1, 2})), true);
  CHECK(many.find("run 20 ") != std::string::npos);
  CHECK(many.find("run 21 ") == std::string::npos);
  CHECK(many.find("and 5 more runs") != std::string::npos);
}

TEST_CASE("a set has a line for each result with samples, its runs apart by bars") {
  ResultSet set;
  set.results = {result_with("router/a", {{1, 2}, {3, 8}}), result_with("b", {{5}}), result_with("none", {})};
  const std::string text = samples_over_time(set);
  CHECK(text.find("router/a  ▁▂|▃█") != std::string::npos);
  CHECK(text.find("  1.000 to 8.000 us\n") != std::string::npos);
  CHECK(text.find("b         ▁ ") != std::string::npos);
  CHECK(text.find("none") == std::string::npos);
  CHECK(samples_over_time({}).empty());
}

TEST_CASE("many runs share the columns of a line") {
  ResultSet set;
  const std::vector<double> samples(1000, 1.0);
  set.results = {result_with("b", std::vector<std::vector<double>>(5, samples))};
  CHECK(samples_over_time(set).find("▁▁▁▁▁|▁▁▁▁▁|▁▁▁▁▁|▁▁▁▁▁|▁▁▁▁▁ ") != std::string::npos);
}
