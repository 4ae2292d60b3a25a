#include "moebench/stats/summarize.hpp"

#include <algorithm>
#include <cmath>

#include "stats/cases.hpp"

using moebench::core::BenchmarkResult;
using moebench::core::WarningCode;
using moebench::stats::summarize;
using stats_test::message_of;
using stats_test::near;
using stats_test::result_of;
using stats_test::warns_of;

namespace {

BenchmarkResult morley() {
  // R datasets::morley: five experiments of twenty runs each.
  std::vector<std::vector<double>> runs;
  for (std::size_t i = 0; i < 5; ++i) {
    std::vector<double> run;
    for (std::size_t j = 0; j < 20; ++j) {
      run.push_back(std::round((stats_test::k_michelson[20 * i + j] - 299) * 1000));
    }
    runs.push_back(std::move(run));
  }
  return result_of("morley", std::move(runs));
}

}  // namespace

TEST_CASE("a summary describes all samples of a result") {
  const auto found = summarize(result_of("light", {stats_test::k_michelson}));
  CHECK(found.n == 100);
  CHECK(found.operations == 100);
  CHECK(found.level == 0.95);
  CHECK(found.mean == near(299.8524));
  CHECK(found.sd.value() == near(0.07901054781905066, 1e-11));
  CHECK(found.mean_interval.value().lower == near(299.8367225931663));
  CHECK(found.min == 299.62);
  CHECK(found.max == 300.07);
  CHECK(found.quantile(0.5)->value == near(299.85));
  CHECK_FALSE(found.between_runs.has_value());
  CHECK_FALSE(found.counts.has_value());
}

TEST_CASE("the three standard quantiles are always there and none stands twice") {
  const auto found =
      summarize(result_of("r", {{1.0, 2.0, 3.0}}), {.level = 0.9, .quantiles = {0.999, 0.5, 0.25, 0.999}});
  std::vector<double> p;
  std::ranges::transform(found.quantiles, std::back_inserter(p), &moebench::core::Quantile::p);
  CHECK(p == std::vector{0.25, 0.5, 0.95, 0.99, 0.999});
  CHECK(found.level == 0.9);
}

TEST_CASE("runs are the unit of replication where there are several") {
  // R: t.test(tapply(morley$Speed, morley$Expt, mean))
  const auto found = summarize(morley());
  const auto& runs = found.between_runs.value();
  CHECK(found.n == 100);
  CHECK(runs.runs == 5);
  CHECK(runs.df == 4);
  CHECK(runs.mean.value == near(852.4));
  CHECK(runs.mean.interval.value().lower == near(809.7216945492321));
  CHECK(runs.mean.interval.value().upper == near(895.0783054507679));
  CHECK(runs.sd_of_means == near(34.37186349327019));
  // R: mean(tapply(morley$Speed, morley$Expt, median)); the medians are 940, 845, 855, 815, 810.
  CHECK(runs.p50.value == near(853.0));
  CHECK(runs.p95.value > runs.p50.value);
  CHECK(runs.p99.value > runs.p95.value);
  CHECK_FALSE(warns_of(found.warnings, WarningCode::not_replicated));
}

TEST_CASE("a run without samples is not a replicate") {
  const auto found = summarize(result_of("r", {{1.0, 2.0, 3.0}, {}}));
  CHECK_FALSE(found.between_runs.has_value());
  CHECK(warns_of(found.warnings, WarningCode::not_replicated));
}

TEST_CASE("one run is said not to be replicated") {
  const auto found = summarize(result_of("r", {{1.0, 2.0}}));
  CHECK(message_of(found.warnings, WarningCode::not_replicated).starts_with("one run was measured"));
  CHECK(found.warnings.front().subject == "r");
}

TEST_CASE("one sample is described as far as it goes") {
  const auto found = summarize(result_of("r", {{42.5}}));
  CHECK(found.mean == 42.5);
  CHECK(found.min == 42.5);
  CHECK(found.quantile(0.5)->value == 42.5);
  CHECK_FALSE(found.sd.has_value());
  CHECK_FALSE(found.mean_interval.has_value());
  CHECK(warns_of(found.warnings, WarningCode::n_too_small));
  CHECK_FALSE(warns_of(found.warnings, WarningCode::zero_variance));
}

TEST_CASE("samples that do not vary are doubted") {
  const auto found = summarize(result_of("r", {{5.0, 5.0, 5.0}}));
  CHECK(found.sd == 0.0);
  CHECK(message_of(found.warnings, WarningCode::zero_variance).starts_with("all 3 samples are 5,"));
  CHECK_FALSE(warns_of(summarize(result_of("r", {{5.0, 6.0}})).warnings, WarningCode::zero_variance));
}

TEST_CASE("a quantile without a limit says how many samples it needs") {
  const auto found = summarize(result_of("r", {stats_test::k_michelson}));
  CHECK(message_of(found.warnings, WarningCode::quantile_not_estimable) ==
        "p99 needs 368 samples for an upper limit, 100 given: take more samples");
  const auto few = summarize(result_of("r", {{1.0, 2.0, 3.0}}));
  CHECK(message_of(few.warnings, WarningCode::quantile_not_estimable) ==
        "p50 needs 6 samples for both limits, 3 given: take more samples");
  moebench::core::Rng rng{3};
  const auto many = summarize(result_of("r", {stats_test::normal_samples(rng, 400, 10, 1)}));
  CHECK_FALSE(warns_of(many.warnings, WarningCode::quantile_not_estimable));
}

TEST_CASE("samples that depend on each other are said to") {
  const auto found = summarize(result_of("r", {stats_test::k_lh}));
  const std::string message = message_of(found.warnings, WarningCode::autocorrelated);
  CHECK(message.find("in 1 of 1 runs") != std::string::npos);
  CHECK(message.find("0.58") != std::string::npos);
  CHECK(message.find("48 samples are worth 13") != std::string::npos);
}

TEST_CASE("independent samples and a step between runs are not called autocorrelated") {
  moebench::core::Rng rng{8};
  const auto found = summarize(
      result_of("r", {stats_test::normal_samples(rng, 500, 10, 1), stats_test::normal_samples(rng, 500, 100, 1)}));
  CHECK_FALSE(warns_of(found.warnings, WarningCode::autocorrelated));
  // Four rising samples have r1 = 0.25, and five 0.4: less than chance gives at this size.
  CHECK_FALSE(warns_of(summarize(result_of("r", {{1, 2, 3, 4, 5}})).warnings, WarningCode::autocorrelated));
}

TEST_CASE("batches count as operations and their means as samples") {
  BenchmarkResult result = result_of("r", {{1.0, 2.0}, {3.0}});
  result.series.runs[0].batch = 10;
  const auto found = summarize(result);
  CHECK(found.n == 3);
  CHECK(found.operations == 21);
}

TEST_CASE("counts of the runs are summarised with the samples") {
  BenchmarkResult result = result_of("r", {{1.0, 2.0}});
  result.series.runs[0].counts = {{"requests", {4}}, {"succeeded", {3}}};
  CHECK(summarize(result).counts.value().success_rate.value == 0.75);
}

TEST_CASE("samples win over what the file reports") {
  BenchmarkResult result = result_of("r", {{1.0, 3.0}});
  result.reported.emplace();
  result.reported->iterations = 1000;
  result.reported->mean = 99;
  CHECK(summarize(result).n == 2);
  CHECK(summarize(result).mean == 2);
}

TEST_CASE("a summary without samples passes on what it has and says what is missing") {
  BenchmarkResult result = stats_test::reported_result("aprender", 10000, 0.53, 0.07);
  result.reported->p50 = 0.52;
  result.reported->p99 = 0.53;
  result.reported->max = 4.04;
  const auto found = summarize(result);
  CHECK(found.n == 10000);
  CHECK(found.operations == 10000);
  CHECK(found.mean == 0.53);
  CHECK(found.sd == 0.07);
  CHECK(found.mean_interval.value().df == 9999);
  CHECK(found.mean_interval.value().upper - 0.53 == near(0.0007 * 1.9602012636213575, 1e-9));  // R: qt(0.975, 9999)
  CHECK_FALSE(found.min.has_value());
  CHECK(found.max == 4.04);
  CHECK(found.quantile(0.5)->value == 0.52);
  CHECK_FALSE(found.quantile(0.5)->lower.has_value());
  CHECK(found.quantile(0.95) == nullptr);
  CHECK(warns_of(found.warnings, WarningCode::no_raw_samples));
  CHECK(message_of(found.warnings, WarningCode::not_replicated)
            .starts_with("the file does not tell how many processes were measured, so the intervals may speak"));
  CHECK_FALSE(warns_of(found.warnings, WarningCode::quantile_not_estimable));
}

TEST_CASE("a summary of one iteration has no spread whatever it says") {
  const auto found = summarize(stats_test::reported_result("r", 1, 5, 0.0));
  CHECK_FALSE(found.sd.has_value());
  CHECK_FALSE(found.mean_interval.has_value());
  CHECK(warns_of(found.warnings, WarningCode::n_too_small));
  CHECK_FALSE(warns_of(found.warnings, WarningCode::zero_variance));
}

TEST_CASE("a time that is the same in all runs has no interval and says why") {
  const BenchmarkResult result = result_of("r", {{0.4, 0.441, 0.441}, {0.42, 0.441, 0.441}, {0.43, 0.441, 0.441}});
  const auto found = summarize(result);
  const auto& runs = found.between_runs.value();
  CHECK(runs.mean.interval.has_value());
  CHECK(runs.p95.value == 0.441);
  CHECK_FALSE(runs.p50.interval.has_value());
  CHECK(message_of(found.warnings, WarningCode::zero_variance)
            .starts_with("the p50 and p95 and p99 of all 3 runs are the same 0.441 and 0.441 and 0.441 us: the clock's "
                         "step hides the variation"));
  const auto one = summarize(result_of("r", {{1, 2, 2.5}, {1.25, 2, 3}}));
  CHECK(message_of(one.warnings, WarningCode::zero_variance).starts_with("the p50 of all 2 runs is the same 2 us:"));
  CHECK_FALSE(warns_of(summarize(morley()).warnings, WarningCode::zero_variance));
}

TEST_CASE("runs of one mean do not vary however their samples are ordered") {
  const auto found = summarize(result_of("r", {{0.43, 0.45}, {0.44, 0.44}}));
  CHECK(found.between_runs.value().sd_of_means == 0);
  CHECK_FALSE(found.between_runs.value().mean.interval.has_value());
}

TEST_CASE("counts that all runs agree on keep their interval of no width") {
  BenchmarkResult result = result_of("r", {{5, 6}, {5, 6}});
  result.series.unit = "requests";
  const auto found = summarize(result);
  CHECK(found.between_runs.value().mean.interval.value() == moebench::core::Interval{5.5, 5.5});
  CHECK_FALSE(warns_of(found.warnings, WarningCode::zero_variance));
}

TEST_CASE("an interval of a time that reaches below 0 asks for more runs") {
  const auto found = summarize(result_of("r", {{1, 2}, {1, 2}, {5, 60}}));
  CHECK(found.between_runs.value().mean.interval.value().lower < 0);
  CHECK(message_of(found.warnings, WarningCode::n_too_small)
            .starts_with(
                "3 runs that differ so much are too few: the interval of the mean, p50, p95, p99 reaches below 0; "));
  CHECK_FALSE(warns_of(summarize(result_of("r", {{-1, 2}, {1, 2}, {5, 60}})).warnings, WarningCode::n_too_small));
  CHECK_FALSE(warns_of(summarize(morley()).warnings, WarningCode::n_too_small));
}

TEST_CASE("the mean between runs keeps its digits at a large offset") {
  const auto found = summarize(result_of("r", {{1e9, 1e9 + 1, 1e9 + 1}, {1e9, 1e9, 1e9 + 1}}));
  CHECK(found.between_runs.value().sd_of_means == near(std::sqrt(2.0) / 6, 1e-14));
}
