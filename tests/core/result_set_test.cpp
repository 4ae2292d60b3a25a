#include "moebench/core/result_set.hpp"

#include <doctest/doctest.h>

using moebench::core::append_run;
using moebench::core::BenchmarkResult;
using moebench::core::Check;
using moebench::core::ResultSet;
using moebench::core::WarningCode;

namespace {

ResultSet one_run(std::vector<double> samples, bool check_ok = true) {
  BenchmarkResult result;
  result.name = "router/makespan";
  result.series.runs.push_back({.batch = 10, .samples = std::move(samples), .counts = {}});
  result.checks.push_back({.name = "empty", .expected = "0", .actual = check_ok ? "0" : "3", .ok = check_ok});
  result.warnings.push_back(
      {.code = WarningCode::near_clock_resolution, .subject = "router/makespan", .message = "25 ns"});
  ResultSet set;
  set.results.push_back(std::move(result));
  return set;
}

}  // namespace

TEST_CASE("a result is found by its name or not at all") {
  const ResultSet set = one_run({1.0});
  CHECK(set.find("router/makespan") == set.results.data());
  CHECK(set.find("router") == nullptr);
}

TEST_CASE("appending a run keeps the runs apart and in order") {
  ResultSet all = one_run({1.0, 2.0});
  REQUIRE(append_run(all, one_run({3.0})).has_value());
  const auto& series = all.results.front().series;
  REQUIRE(series.runs.size() == 2);
  CHECK(series.runs[0].samples == std::vector{1.0, 2.0});
  CHECK(series.runs[1].samples == std::vector{3.0});
  CHECK(series.pooled() == std::vector{1.0, 2.0, 3.0});
  CHECK(series.sample_count() == 3);
  CHECK(series.operation_count() == 30);
}

TEST_CASE("a check that failed in any run has failed") {
  ResultSet all = one_run({1.0});
  REQUIRE(append_run(all, one_run({1.0}, false)).has_value());
  REQUIRE(append_run(all, one_run({1.0})).has_value());
  REQUIRE(all.results.front().checks.size() == 1);
  CHECK_FALSE(all.results.front().checks.front().ok);
  CHECK(all.results.front().checks.front().actual == "3");
}

TEST_CASE("the same doubt from several runs is said once") {
  ResultSet all = one_run({1.0});
  ResultSet second = one_run({1.0});
  second.results.front().warnings.front().message = "26 ns";
  REQUIRE(append_run(all, std::move(second)).has_value());
  CHECK(all.results.front().warnings.size() == 1);
}

TEST_CASE("baselines are the same in every run and do not pile up") {
  ResultSet all = one_run({1.0});
  ResultSet second = one_run({2.0});
  all.results.front().baselines = {"router/a", "router/b"};
  second.results.front().baselines = {"router/a", "router/b"};
  REQUIRE(append_run(all, std::move(second)).has_value());
  CHECK(all.results.front().baselines == std::vector<std::string>{"router/a", "router/b"});
}

TEST_CASE("a run with other results is refused") {
  ResultSet all = one_run({1.0});
  ResultSet other = one_run({1.0});
  other.results.front().name = "overflow/route";
  const auto appended = append_run(all, std::move(other));
  REQUIRE_FALSE(appended.has_value());
  CHECK(appended.error().kind == moebench::core::ErrorKind::input);
}
