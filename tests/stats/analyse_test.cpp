// What is made of a whole file. The statistics themselves are tested with their own headers.
#include "moebench/stats/analyse.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "moebench/stats/paired_speedup.hpp"
#include "moebench/stats/usl.hpp"
#include "stats/cases.hpp"

using namespace moebench::core;
using moebench::stats::analyse;
using stats_test::result_of;
using stats_test::set_of;

namespace {

BenchmarkResult against(std::vector<std::string> baselines, BenchmarkResult result) {
  result.baselines = std::move(baselines);
  return result;
}

/// A point of a curve, two runs of one sample each.
BenchmarkResult point(const std::string& curve, std::size_t threads, double first_us, double second_us) {
  BenchmarkResult result = result_of(curve + std::to_string(threads), {{first_us}, {second_us}});
  result.params.set("curve", curve);
  result.params.set("curve_threads", threads);
  return result;
}

/// "candidate / baseline" of each speedup.
std::vector<std::string> pairs_of(const Analysis& analysis) {
  std::vector<std::string> pairs;
  for (const Speedup& speedup : analysis.speedups) {
    pairs.push_back(speedup.name + " / " + speedup.baseline);
  }
  return pairs;
}

std::vector<std::string> names_of(const std::vector<Scaling>& scaling) {
  std::vector<std::string> names;
  std::ranges::transform(scaling, std::back_inserter(names), &Scaling::name);
  return names;
}

}  // namespace

TEST_CASE("a file without results says nothing") {
  const Analysis found = analyse(ResultSet{});
  CHECK(found.summaries.empty());
  CHECK(found.speedups.empty());
  CHECK(found.scaling.empty());
  CHECK(found.warnings.empty());
}

TEST_CASE("every result has a summary in its place") {
  const ResultSet set =
      set_of({result_of("b", {{1, 2, 3}}), stats_test::reported_result("told", 5, 7, 1), result_of("a", {{4}, {6}})});
  const Analysis found = analyse(set, {.level = 0.9, .quantiles = {0.25}});
  REQUIRE(found.summaries.size() == 3);
  CHECK(found.summaries[0].mean == 2);
  CHECK(found.summaries[1].mean == 7);
  CHECK(found.summaries[2].mean == 5);
  CHECK(found.summaries[0].level == 0.9);
  CHECK(found.summaries[0].quantile(0.25) != nullptr);
  CHECK(analyse(set).summaries[0].level == 0.95);
  CHECK(found.speedups.empty());
  CHECK(found.scaling.empty());
  CHECK(found.warnings.empty());
}

TEST_CASE("speedups stand in the order of the results and then of their baselines") {
  const ResultSet set = set_of({against({"c", "b"}, result_of("a", {{1}, {2}})), result_of("b", {{3}, {5}}),
                                against({"b"}, result_of("c", {{4}, {4.5}}))});
  const Analysis found = analyse(set, {.level = 0.9});
  CHECK(pairs_of(found) == std::vector<std::string>{"a / c", "a / b", "c / b"});
  const Speedup expected = moebench::stats::paired_speedup(set.results[0], set.results[1], 0.9).value();
  CHECK(found.speedups[1].level == 0.9);
  CHECK(found.speedups[1].speedup.value == expected.speedup.value);
  CHECK(found.speedups[1].speedup.interval.value() == expected.speedup.interval.value());
  CHECK(found.speedups[1].pairs == 2);
  CHECK(found.speedups[1].between_runs);
}

TEST_CASE("a baseline that the file lacks and one that does not pair up are passed over") {
  const ResultSet set = set_of({against({"filtered", "three runs", "b"}, result_of("a", {{1}, {2}})),
                                result_of("b", {{3}, {5}}), result_of("three runs", {{1}, {2}, {3}})});
  const Analysis found = analyse(set);
  CHECK(pairs_of(found) == std::vector<std::string>{"a / b"});
  CHECK(found.warnings.empty());
}

TEST_CASE("each curve is fitted through its own points in order of first appearance") {
  const ResultSet set = set_of({point("reads", 4, 3.1, 3.2), point("loads", 1, 10, 11), point("loads", 2, 6, 6.5),
                                result_of("no point", {{1}, {2}}), point("reads", 1, 10, 10.2), point("loads", 3, 5, 5),
                                point("reads", 2, 5.4, 5.3)});
  const Analysis found = analyse(set, {.level = 0.9});
  REQUIRE(names_of(found.scaling) == std::vector<std::string>{"reads", "loads"});
  const std::vector<moebench::stats::ResultAtThreads> points{
      {1, &set.results[4]}, {2, &set.results[6]}, {4, &set.results[0]}};
  const Scaling expected = moebench::stats::scaling_over_runs("reads", points, 0.9).value();
  const Scaling& reads = found.scaling[0];
  CHECK(reads.level == 0.9);
  CHECK(reads.runs == 2);
  CHECK(reads.points.size() == 3);
  CHECK(reads.points[2].threads == 4);
  CHECK(reads.sigma.value == expected.sigma.value);
  CHECK(reads.sigma.interval.value() == expected.sigma.interval.value());
  CHECK(found.scaling[1].points[2].threads == 3);
}

TEST_CASE("a curve with fewer than three different numbers of threads has no scaling and no doubt") {
  const auto three = [](std::size_t last) {
    return analyse(set_of({point("reads", 1, 10, 11), point("reads", 2, 6, 6.5), point("reads", last, 5, 5.5)}));
  };
  CHECK(three(2).scaling.empty());
  CHECK(three(2).warnings.empty());
  CHECK(three(3).scaling.size() == 1);
}

TEST_CASE("a law through as many numbers of threads as it has coefficients is doubted, through more it is not") {
  ResultSet set = set_of({point("reads", 1, 10, 11), point("reads", 2, 6, 6.5), point("reads", 4, 5, 5.5)});
  const Analysis three = analyse(set);
  REQUIRE(three.scaling.size() == 1);
  REQUIRE(three.warnings.size() == 1);
  CHECK(three.warnings[0].code == WarningCode::scaling_untested);
  CHECK(three.warnings[0].subject == "reads");
  CHECK(name(WarningCode::scaling_untested) == "scaling_untested");
  // Faster than in proportion, which no law does: the points contradict it, and it does not go through them.
  const Analysis contradicted =
      analyse(set_of({point("reads", 1, 10, 11), point("reads", 2, 4, 4.5), point("reads", 4, 1, 1.5)}));
  REQUIRE(contradicted.scaling.size() == 1);
  CHECK(contradicted.warnings.empty());
  set.results.push_back(point("reads", 8, 4.6, 4.8));
  CHECK(analyse(set).warnings.empty());
}

TEST_CASE("a curve that no law fits is doubted and the others are fitted") {
  ResultSet set = set_of({point("broken", 1, 10, 11), point("broken", 2, 6, 0), point("broken", 4, 5, 5.5),
                          point("reads", 1, 10, 11), point("reads", 2, 6, 6.5), point("reads", 4, 5, 5.5)});
  const Analysis found = analyse(set);
  CHECK(names_of(found.scaling) == std::vector<std::string>{"reads"});
  REQUIRE(found.warnings.size() == 2);
  CHECK(found.warnings[1].code == WarningCode::scaling_untested);
  CHECK(found.warnings[0].code == WarningCode::scaling_not_fitted);
  CHECK(found.warnings[0].subject == "broken");
  CHECK(found.warnings[0].message.starts_with("run 2 with threads = 2 has no time above 0"));
  CHECK(name(WarningCode::scaling_not_fitted) == "scaling_not_fitted");
}

TEST_CASE("what names no curve or no whole number of threads is not a point") {
  ResultSet set = set_of({point("reads", 1, 10, 11), point("reads", 2, 6, 6.5), point("reads", 4, 5, 5.5)});
  const auto scales_with = [&set](const char* key, Scalar value) {
    ResultSet other = set;
    other.results[1].params.set(key, std::move(value));
    const Analysis found = analyse(other);
    CHECK_FALSE(stats_test::warns_of(found.warnings, WarningCode::scaling_not_fitted));
    return !found.scaling.empty();
  };
  CHECK(scales_with("curve_threads", Scalar{std::int64_t{3}}));
  CHECK_FALSE(scales_with("curve_threads", Scalar{std::int64_t{0}}));
  CHECK_FALSE(scales_with("curve_threads", Scalar{std::int64_t{-2}}));
  CHECK_FALSE(scales_with("curve_threads", Scalar{2.0}));
  CHECK_FALSE(scales_with("curve_threads", Scalar{std::string{"2"}}));
  CHECK_FALSE(scales_with("curve", Scalar{std::int64_t{1}}));
  CHECK_FALSE(scales_with("curve", Scalar{std::string{"Reads"}}));
}
