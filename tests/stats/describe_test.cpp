#include "moebench/stats/describe.hpp"

#include <algorithm>
#include <cmath>

#include "contains.hpp"
#include "run_budget.hpp"
#include "stats/cases.hpp"
#include "stats/described_cases.hpp"

using namespace moebench::stats;
using moebench::core::Rng;
using moebench::core::WarningCode;
using stats_test::message_of;
using stats_test::near;
using stats_test::result_of;
using stats_test::warns_of;
using test::contains;

namespace {

std::vector<double> step_in_the_middle(Rng& rng) {
  auto samples = stats_test::normal_samples(rng, 400, 50, 1);
  std::for_each(samples.begin() + 200, samples.end(), [](double& x) { x += 10; });
  return samples;
}

}  // namespace

TEST_CASE("one sample is described as far as it goes") {
  const auto found = describe(result_of("r", {{42.5}}));
  CHECK(found.from_samples);
  CHECK(found.median == 42.5);
  CHECK_FALSE(found.sem.has_value());
  CHECK_FALSE(found.autocorrelation.has_value());
  CHECK_FALSE(found.normality.jarque_bera.has_value());
  CHECK_FALSE(found.histogram.has_value());
  CHECK(found.robust.value().mad_raw == 0);
  CHECK(warns_of(found.warnings, WarningCode::n_too_small));
}

TEST_CASE("samples that are all equal are tied and have no spread") {
  const auto found = describe(result_of("r", {{5, 5, 5, 5}}));
  CHECK(found.sem == 0);
  CHECK_FALSE(found.normality.shapiro_wilk.has_value());
  CHECK_FALSE(found.ljung_box.has_value());
  CHECK(warns_of(found.warnings, WarningCode::all_tied));
  CHECK(warns_of(found.warnings, WarningCode::zero_variance));
  CHECK_FALSE(warns_of(found.warnings, WarningCode::iqr_zero));
}

TEST_CASE("a summary without samples keeps what it tells and leaves the rest empty") {
  auto result = stats_test::reported_result("r", 100, 10, 2);
  result.reported->p50 = 9.5;
  result.reported->p95 = 8;
  const auto found = describe(result);
  CHECK_FALSE(found.from_samples);
  CHECK(found.sem == near(0.2));
  CHECK(found.median == 9.5);
  CHECK_FALSE(found.robust.has_value());
  CHECK_FALSE(found.outliers.has_value());
  CHECK_FALSE(found.hierarchical.has_value());
  CHECK(warns_of(found.warnings, WarningCode::no_raw_samples));
  CHECK(warns_of(found.warnings, WarningCode::inconsistent_percentiles));
  CHECK_FALSE(warns_of(found.warnings, WarningCode::not_computed));
}

TEST_CASE("quantiles that were asked for say how many samples they need") {
  const auto found =
      describe(result_of("r", {stats_test::k_michelson}),
               {.summary = {.level = 0.95, .quantiles = {0.999}}, .ljung_box_lags = {}, .bootstrap = {}});
  CHECK(found.summary.quantile(0.999)->samples_needed == 3688);  // R: ceiling(log(0.025) / log(0.999))
  CHECK(found.summary.quantile(0.99)->samples_needed == 368);
  CHECK_FALSE(found.summary.quantile(0.5)->samples_needed.has_value());
  bool said = false;
  for (const auto& warning : found.warnings) {
    said = said || contains(warning.message, "p99.9 needs 3688 samples for an upper limit, 100 given");
  }
  CHECK(said);
}

TEST_CASE("several runs have components and a budget and one has none") {
  Rng rng{111};
  std::vector<std::vector<double>> runs;
  for (int i = 0; i < 6; ++i) {
    runs.push_back(stats_test::normal_samples(rng, 50, 100 + 2 * rng.normal(), 4));
  }
  const auto found = describe(result_of("r", runs));
  const auto& between = found.hierarchical.value();
  CHECK(between.runs == 6);
  CHECK(between.df == 5);
  const auto& budget = found.budget.value();
  CHECK(budget.samples_per_run == 50);
  CHECK(budget.best_samples_at_equal_cost.value() ==
        near(std::sqrt(*between.within_variance / *between.between_variance)));
  CHECK_FALSE(describe(result_of("r", {runs[0]})).hierarchical.has_value());
  CHECK_FALSE(describe(result_of("r", {runs[0], {}})).hierarchical.has_value());
}

TEST_CASE("the budget is the least number of runs that reaches the target") {
  moebench::core::Hierarchical found{};
  found.runs = 5;
  found.samples = 100;
  found.level = 0.95;
  found.mean = -100;
  found.run_mean_sd = 2;
  // R: n <- 2:100; n[which(qt(0.975, n - 1) * 2 / sqrt(n) <= 1)[1]]
  CHECK(run_budget(found, 0.01).value().runs_for_target == 18);
  CHECK(run_budget(found, 0.5).value().runs_for_target == 2);
  CHECK_FALSE(run_budget(found, 1e-9).has_value());
  CHECK_FALSE(run_budget(found, 0.01)->best_samples_at_equal_cost.has_value());
  found.mean = 0;
  CHECK_FALSE(run_budget(found, 0.01).has_value());
  found.mean = 1;
  found.run_mean_sd = 0;
  CHECK_FALSE(run_budget(found, 0.01).has_value());
}

TEST_CASE("what is looked for within runs is not found between them") {
  Rng rng{112};
  const auto found = describe(
      result_of("r", {stats_test::normal_samples(rng, 300, 10, 0.1), stats_test::normal_samples(rng, 300, 20, 0.1)}));
  CHECK(found.modes.empty());
  CHECK(found.changes.empty());
  CHECK_FALSE(warns_of(found.warnings, WarningCode::autocorrelated));
}

TEST_CASE("a change within a run is told with its place and its run") {
  Rng rng{113};
  const auto steady = stats_test::normal_samples(rng, 400, 50, 1);
  const auto found = describe(result_of("r", {steady, step_in_the_middle(rng)}));
  REQUIRE(found.changes.size() == 1);
  CHECK(found.changes[0].run == 1);
  const std::string message = message_of(found.warnings, WarningCode::change_point);
  CHECK(contains(message, "changes once in 1 of 2 runs"));
  CHECK(contains(message, "run 2: the largest near sample 201, from 50"));
}

TEST_CASE("dependent samples widen the interval of the mean") {
  const auto found = describe(result_of("r", {stats_test::k_lh}));
  const auto& wide = found.widened_mean.value();
  CHECK(wide.effective_samples == near(12.932090545938749));
  CHECK(wide.df == near(11.932090545938749));
  // R: e <- 12.932090545938749; qt(0.975, e - 1) * sd(lh) / sqrt(e)
  CHECK(wide.upper - found.summary.mean == near(0.3344096898, 1e-9));
  CHECK(wide.lower < found.summary.mean_interval.value().lower);
  Rng rng{114};
  CHECK_FALSE(describe(result_of("r", {stats_test::normal_samples(rng, 300, 5, 1)})).widened_mean.has_value());
}

TEST_CASE("long tails and far samples are told with what they do") {
  const auto found = describe(result_of("rivers", {stats_test::k_described_cases.front().samples}));
  CHECK(contains(message_of(found.warnings, WarningCode::skewed), "long right tail (skewness 3.18)"));
  CHECK(contains(message_of(found.warnings, WarningCode::outliers), "5 of 141 samples (3.5 %)"));
  CHECK(contains(message_of(found.warnings, WarningCode::outliers), "they are kept"));
}

TEST_CASE("quartiles that are equal are told") {
  std::vector<double> samples(40, 5.0);
  samples[3] = 6;
  samples[7] = 4;
  const auto found = describe(result_of("r", {samples}));
  CHECK(contains(message_of(found.warnings, WarningCode::iqr_zero), "both quartiles are 5"));
  CHECK(contains(message_of(found.warnings, WarningCode::near_clock_resolution), "only 1 different value"));
  CHECK_FALSE(warns_of(found.warnings, WarningCode::outliers));
}

TEST_CASE("two places are told with their shares") {
  Rng rng{115};
  std::vector<double> samples;
  for (int i = 0; i < 600; ++i) {
    samples.push_back((rng.uniform() < 0.75 ? 5.0 : 8.0) + 0.1 * rng.normal());
  }
  const auto found = describe(result_of("r", {samples}));
  REQUIRE(found.modes.size() == 1);
  CHECK(contains(message_of(found.warnings, WarningCode::multimodal), "gather around 2 places"));
  CHECK(found.modes[0].modes[0].share == doctest::Approx(0.75).epsilon(0.1));
}

TEST_CASE("means that need samples above 0 say so") {
  const auto found = describe(result_of("r", {{0, 1, 2}}));
  CHECK_FALSE(found.robust.value().geometric_mean.has_value());
  CHECK_FALSE(found.robust->harmonic_mean.has_value());
  CHECK(contains(message_of(found.warnings, WarningCode::not_computed), "samples above 0"));
}

TEST_CASE("what few samples do not give is said") {
  const auto few = [](const moebench::core::Description& found) {
    return message_of(found.warnings, WarningCode::not_computed);
  };
  const auto seven = describe(result_of("r", {{1, 2, 4, 8, 16, 32, 64}}));
  CHECK_FALSE(seven.normality.anderson_darling.value().p_value.has_value());
  CHECK(contains(few(seven), "the p value of Anderson-Darling, which needs 8 samples"));
  CHECK(few(describe(result_of("r", {{1, 2, 4, 8, 16, 32, 64, 128}}))).empty());
  const auto lags =
      describe(result_of("r", {{1, 2, 4, 8, 16, 32, 64, 128}}), {.summary = {}, .ljung_box_lags = 8, .bootstrap = {}});
  CHECK_FALSE(lags.ljung_box.has_value());
  CHECK(contains(few(lags), "more samples than lags"));
  const auto bare = describe(stats_test::reported_result("r", 100, 10, std::nullopt));
  CHECK_FALSE(bare.summary.sd.has_value());
  CHECK(contains(few(bare), "no standard deviation"));
}

TEST_CASE("more than five thousand samples have no Shapiro-Wilk test and say so") {
  Rng rng{116};
  const auto samples = stats_test::normal_samples(rng, 5001, 50, 1);
  const auto found = describe(result_of("r", {samples}));
  CHECK_FALSE(found.normality.shapiro_wilk.has_value());
  CHECK(found.normality.anderson_darling.has_value());
  CHECK(contains(message_of(found.warnings, WarningCode::not_computed), "5000"));
  const auto fewer = describe(result_of("r", {{samples.begin(), samples.end() - 1}}));
  CHECK(fewer.normality.shapiro_wilk.has_value());
}

TEST_CASE("a bootstrap is made where it is asked for and is the same for any number of threads") {
  const auto result = result_of("r", {stats_test::k_michelson});
  CHECK_FALSE(describe(result).bootstrap.has_value());
  const auto made = [&](std::size_t threads) {
    return describe(result,
                    {.summary = {.level = 0.9, .quantiles = {}},
                     .ljung_box_lags = {},
                     .bootstrap = BootstrapOptions{.resamples = 500, .seed = 7, .level = 0.5, .threads = threads}})
        .bootstrap.value();
  };
  CHECK(made(1).mean.percentile == made(3).mean.percentile);
  CHECK(made(1).level == 0.9);
  CHECK(made(1).mean.se > 0);
}

TEST_CASE("a set is described result by result") {
  moebench::core::ResultSet set;
  set.source = "a.json";
  set.results = {result_of("a", {{1, 2, 3}}), result_of("b", {{4, 5, 6}})};
  set.results[1].warnings = {{WarningCode::short_rounds, "b", "rounds were short"}};
  const auto found = describe_set(set);
  CHECK(found.source == "a.json");
  REQUIRE(found.descriptions.size() == 2);
  CHECK(found.descriptions[1].name == "b");
  CHECK(found.descriptions[1].summary.mean == 5);
  CHECK(warns_of(found.descriptions[1].warnings, WarningCode::short_rounds));
}
