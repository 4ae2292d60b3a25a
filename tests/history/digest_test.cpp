#include "moebench/history/digest.hpp"

#include <set>
#include <vector>

#include <doctest/doctest.h>

using moebench::core::BenchmarkResult;
using moebench::history::digest;

namespace {

BenchmarkResult result() {
  BenchmarkResult one;
  one.name = "a";
  one.series.runs = {{.batch = 1, .samples = {1, 2, 3}, .counts = {{"requests", {10}}}},
                     {.batch = 1, .samples = {4}, .counts = {}}};
  one.reported = moebench::core::ReportedSummary{};
  one.reported->mean = 2.5;
  return one;
}

}  // namespace

TEST_CASE("the same result has the same digest, 32 hexadecimal digits") {
  const std::string text = digest(result(), "2026-01-31T12:00:00Z");
  CHECK(text == digest(result(), "2026-01-31T12:00:00Z"));
  CHECK(text.size() == 32);
  CHECK(text.find_first_not_of("0123456789abcdef") == std::string::npos);
}

TEST_CASE("whatever was measured otherwise changes the digest") {
  std::vector<BenchmarkResult> others(9, result());
  others[1].name = "b";
  others[2].series.unit = "ns";
  others[3].series.runs[0].samples[1] = 2.0000000000000004;
  others[4].series.runs[0].samples = {1, 2};
  others[4].series.runs[1].samples = {3, 4};
  others[5].series.runs[0].batch = 2;
  others[6].series.runs[0].counts[0].values[0] = 11;
  others[7].reported->p99 = 0;
  others[8].reported.reset();
  std::set<std::string> digests;
  for (const BenchmarkResult& one : others) {
    digests.insert(digest(one, "t"));
  }
  digests.insert(digest(result(), "another time"));
  CHECK(digests.size() == others.size() + 1);
}
