// Stated figures against recomputed ones.
#include "moebench/audit/verify.hpp"

#include <doctest/doctest.h>

#include "complete_pair.hpp"

using namespace audit_test;
using core::Agreement;
using core::StatedFigure;

namespace {

core::ResultSet of_samples(std::vector<double> samples) {
  core::ResultSet set;
  core::BenchmarkResult& result = set.results.emplace_back();
  result.name = "x";
  result.series.runs.push_back({.batch = 1, .samples = std::move(samples), .counts = {}});
  return set;
}

core::VerifiedFigure verify_one(const core::ResultSet& set, const StatedFigure& stated,
                                const std::vector<StatedFigure>& recomputed) {
  const core::Verification verification = audit::verify(set, {stated}, recomputed);
  REQUIRE(verification.figures.size() == 1);
  return verification.figures[0];
}

}  // namespace

TEST_CASE("a figure agrees to its last digit or as a rounding, and differs otherwise") {
  const core::ResultSet set = of_samples({1, 2, 4});
  const auto agreement = [&](double stated, double found) {
    return verify_one(set, {"results[0].mean_us", stated}, {{"results[0].mean_us", found}}).agreement;
  };
  CHECK(agreement(7.0 / 3, 7.0 / 3) == Agreement::agrees);
  CHECK(agreement(2.3333333333, 7.0 / 3) == Agreement::agrees);
  CHECK(agreement(2.33, 7.0 / 3) == Agreement::agrees);
  CHECK(agreement(2.34, 7.0 / 3) == Agreement::differs);
  CHECK(agreement(2.3334, 7.0 / 3) == Agreement::differs);
  CHECK(agreement(2, 7.0 / 3) == Agreement::differs);
  CHECK(agreement(2, 2.01) == Agreement::agrees);
  CHECK(agreement(-2.33, 7.0 / 3) == Agreement::differs);
  CHECK(agreement(0, 0) == Agreement::agrees);
  CHECK(agreement(0, 1e-3) == Agreement::differs);
}

TEST_CASE("null agrees with null alone") {
  const core::ResultSet set = of_samples({1, 2, 4});
  CHECK(verify_one(set, {"results[0].std_us", {}}, {{"results[0].std_us", {}}}).agreement == Agreement::agrees);
  CHECK(verify_one(set, {"results[0].std_us", {}}, {{"results[0].std_us", 1.5}}).agreement == Agreement::differs);
  CHECK(verify_one(set, {"results[0].std_us", 0.0}, {{"results[0].std_us", {}}}).agreement == Agreement::differs);
}

TEST_CASE("the usual other definitions agree, with a remark") {
  // mean 3, sd 1.5811388, n 5; type 7 gives p95 = 4.8
  const core::ResultSet set = of_samples({1, 2, 3, 4, 5});
  const auto interval = verify_one(set, {"results[0].ci_95_lower", 3 - 1.96 * 0.7071067811865476},
                                   {{"results[0].ci_95_lower", 1.0367568385224424}});
  CHECK(interval.agreement == Agreement::agrees);
  CHECK(interval.remark.find("1.96") != std::string::npos);
  const auto index = verify_one(set, {"results[0].p95_us", 5.0}, {{"results[0].p95_us", 4.8}});
  CHECK(index.agreement == Agreement::agrees);
  CHECK(index.remark.find("not interpolated") != std::string::npos);
  CHECK(verify_one(set, {"results[0].p95_us", 3.0}, {{"results[0].p95_us", 4.8}}).agreement == Agreement::differs);
  const auto older =
      verify_one(set, {"results[0].std_dev_us", 1.5811388300841898}, {{"results[0].std_us", 1.5811388300841898}});
  CHECK(older.agreement == Agreement::agrees);
}

TEST_CASE("what rests on samples that are not there, or on no known rule, is unproven") {
  core::ResultSet set = of_samples({1, 2, 4});
  set.results.emplace_back().name = "summary";
  const std::vector<StatedFigure> same{{"results[1].mean_us", 1.0}};
  const auto without_samples = verify_one(set, same[0], same);
  CHECK(without_samples.agreement == Agreement::unproven);
  CHECK(without_samples.result == "summary");
  const auto unknown = verify_one(set, {"results[0].memory_mb", 1.0}, {});
  CHECK(unknown.agreement == Agreement::unproven);
  CHECK(unknown.remark == "no rule for this figure");
}

TEST_CASE("figures of the whole file are held against those made anew") {
  const core::ResultSet set = of_samples({1, 2, 4});
  const auto figure = verify_one(set, {"speedups[0].speedup", 2.0}, {{"speedups[0].speedup", 3.0}});
  CHECK(figure.agreement == Agreement::differs);
  CHECK(figure.result.empty());
  CHECK(figure.recomputed == 3.0);
}
