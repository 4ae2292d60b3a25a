#include "moebench/stats/verdict.hpp"

#include "moebench/stats/compare.hpp"
#include "stats/cases.hpp"

using moebench::core::BenchmarkResult;
using moebench::core::Better;
using moebench::core::Outcome;
using moebench::core::Rng;
using moebench::core::Verdict;
using moebench::stats::compare;
using stats_test::normal_samples;
using stats_test::reported_result;
using stats_test::result_of;

namespace {

/// Five runs of a hundred samples whose runs differ by `between`.
BenchmarkResult runs_around(std::uint64_t seed, double mean, double between = 0.2) {
  Rng rng{seed};
  std::vector<std::vector<double>> runs;
  for (int i = 0; i < 5; ++i) {
    runs.push_back(normal_samples(rng, 100, mean + between * rng.normal(), 1));
  }
  return result_of("r", runs);
}

Verdict verdict_of(const BenchmarkResult& a, const BenchmarkResult& b) {
  return compare(a, b).verdict;
}

bool says(const Verdict& verdict, const char* part) {
  return verdict.reason.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("runs that differ by more than the margin improve or regress, and the margin's inside is equivalent") {
  const Verdict better = verdict_of(runs_around(1, 90), runs_around(2, 100));
  CHECK(better.outcome == Outcome::improved);
  CHECK(better.replicated);
  CHECK((better.margin.low == 0.95 && better.margin.high == 1.05));
  CHECK(says(better, "beyond the margin"));
  CHECK(verdict_of(runs_around(1, 110), runs_around(2, 100)).outcome == Outcome::regressed);
  const Verdict same = verdict_of(runs_around(1, 101), runs_around(2, 100));
  CHECK(same.outcome == Outcome::equivalent);
  CHECK(says(same, "two one-sided tests"));
}

TEST_CASE("where higher is better the same ratio is the other outcome") {
  BenchmarkResult a = runs_around(1, 90);
  BenchmarkResult b = runs_around(2, 100);
  a.series.better = b.series.better = Better::higher;
  CHECK(verdict_of(a, b).outcome == Outcome::regressed);
  CHECK(verdict_of(b, a).outcome == Outcome::improved);
  b.series.better = Better::lower;
  const Verdict neither = verdict_of(a, b);
  CHECK(neither.outcome == Outcome::inconclusive);
  CHECK(says(neither, "different units or directions"));
}

TEST_CASE("too little evidence is inconclusive and says what is missing") {
  const Verdict noisy = verdict_of(runs_around(1, 110, 30), runs_around(2, 100, 30));
  CHECK(noisy.outcome == Outcome::inconclusive);
  CHECK(says(noisy, "neither a difference nor equivalence is shown"));
  // A difference of 4 % that may be more than 5 %, and one of 6 % that may be less.
  const Verdict small = verdict_of(reported_result("r", 100, 104, 8.0), reported_result("r", 100, 100, 8.0));
  CHECK(small.outcome == Outcome::inconclusive);
  CHECK(says(small, "a difference is shown, but neither that it lies beyond the margin nor inside it"));
  const Verdict larger = verdict_of(reported_result("r", 100, 106, 8.0), reported_result("r", 100, 100, 8.0));
  CHECK(larger.outcome == Outcome::inconclusive);
  CHECK(says(verdict_of(result_of("r", {{5, 5}}), result_of("r", {{6, 6}})), "no bounded interval"));
  CHECK(says(verdict_of(result_of("r", {{-5, -6}}), result_of("r", {{6, 7}})), "only where both are above 0"));
  CHECK(verdict_of(result_of("r", {{5}}), result_of("r", {{6}})).outcome == Outcome::inconclusive);
}

TEST_CASE("one run is judged by its samples and the verdict says that it is not replicated") {
  Rng rng{3};
  const Verdict found =
      verdict_of(result_of("r", {normal_samples(rng, 50, 80, 1)}), result_of("r", {normal_samples(rng, 50, 100, 1)}));
  CHECK(found.outcome == Outcome::improved);
  CHECK_FALSE(found.replicated);
}

TEST_CASE("dependent samples of one run are counted as what they are worth before they are judged") {
  Rng rng{5};
  const auto wandering = [&rng](double mean) {
    std::vector<double> samples(400);
    double state = 0;
    for (double& x : samples) {
      state = 0.98 * state + rng.normal();
      x = mean + state;
    }
    return samples;
  };
  const auto found = compare(result_of("r", {wandering(100)}), result_of("r", {wandering(106)}));
  REQUIRE(found.dependence_corrected.has_value());
  CHECK(found.dependence_corrected->worth_candidate < 40);
  const auto& narrow = found.difference.interval.value();
  const auto& wide = found.dependence_corrected->difference.interval.value();
  CHECK(wide.upper - wide.lower > 3 * (narrow.upper - narrow.lower));
  CHECK(stats_test::message_of(found.warnings, moebench::core::WarningCode::autocorrelated).find("widened") !=
        std::string::npos);
  CHECK_FALSE(compare(result_of("r", {wandering(100), wandering(100)}), result_of("r", {wandering(1), wandering(1)}))
                  .dependence_corrected.has_value());
}

TEST_CASE("a margin of one's own is held against") {
  const auto found = compare(runs_around(1, 101), runs_around(2, 100),
                             {.level = 0.95, .matches = {}, .margin = {.low = 0.999, .high = 1.001}});
  CHECK(found.verdict.outcome != Outcome::equivalent);
  CHECK(found.verdict.margin.low == 0.999);
  CHECK_FALSE(found.tost_ratio.value().equivalent);
  CHECK_FALSE(found.between_runs.value().tost_ratio.value().equivalent);
}
