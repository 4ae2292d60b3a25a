#include "moebench/stats/compare.hpp"

#include <cmath>

#include "moebench/stats/moments.hpp"
#include "stats/cases.hpp"

using moebench::core::BenchmarkResult;
using moebench::core::ErrorKind;
using moebench::core::ResultSet;
using moebench::core::WarningCode;
using moebench::stats::compare;
using moebench::stats::compare_sets;
using stats_test::message_of;
using stats_test::near;
using stats_test::reported_result;
using stats_test::result_of;
using stats_test::warns_of;

namespace {

BenchmarkResult aprender() {
  BenchmarkResult result = reported_result("Aprender LogisticRegression", 10000, 0.53, 0.07);
  result.reported->p50 = 0.52;
  result.reported->throughput_per_sec = 1896707;
  return result;
}

BenchmarkResult pytorch() {
  return reported_result("PyTorch LogisticRegression", 10000, 5.1137684, 0.9747545790661263);
}

ResultSet set_of(std::vector<BenchmarkResult> results) {
  ResultSet set;
  set.results = std::move(results);
  return set;
}

}  // namespace

TEST_CASE("the published summaries compare as recomputed with mpmath") {
  const auto found = compare(aprender(), pytorch());
  CHECK(found.name == "Aprender LogisticRegression");
  CHECK(found.difference.estimate == near(-4.583768399999999));
  CHECK(found.welch.value().t == near(-469.0405711717851));
  CHECK(found.welch.value().df == near(10102.128933323285));
  CHECK(found.welch.value().log10_p == near(-6858.940600813557, 1e-11));
  CHECK(found.effect_sizes.value().cohens_d_pooled.value == near(-6.633235370543614));
  CHECK(found.ratio.value().estimate == near(1 / 9.648619622641508));
  CHECK_FALSE(found.between_runs.has_value());
  CHECK(found.candidate.runs == 0);
  CHECK(found.candidate.iterations == 10000);
  CHECK(found.candidate.p50 == 0.52);
  CHECK(found.candidate.throughput_per_sec == 1896707);
  CHECK_FALSE(found.baseline.p50.has_value());
  CHECK(found.baseline.throughput_per_sec.value() == near(1e6 / 5.1137684));
}

TEST_CASE("one process a side is said in words that cannot be missed") {
  const auto found = compare(aprender(), pytorch());
  const std::string message = message_of(found.warnings, WarningCode::not_replicated);
  CHECK(message.starts_with("NOT REPLICATED: the candidate and the baseline ran in one process"));
  CHECK(message.find("not of what a rerun would give") != std::string::npos);
  CHECK(message_of(found.warnings, WarningCode::no_raw_samples).starts_with("the candidate and the baseline came"));
}

TEST_CASE("only the side that was not replicated is named") {
  const auto found = compare(result_of("r", {{1.0, 2.0}, {1.5, 2.5}}), result_of("r", {{3.0, 4.0}}));
  CHECK(message_of(found.warnings, WarningCode::not_replicated).starts_with("NOT REPLICATED: the baseline ran"));
  CHECK_FALSE(found.between_runs.has_value());
  CHECK_FALSE(warns_of(found.warnings, WarningCode::no_raw_samples));
}

TEST_CASE("samples are compared and not the summary beside them") {
  BenchmarkResult a = result_of("sleep", {stats_test::k_sleep_1});
  a.reported.emplace();
  a.reported->iterations = 10;
  a.reported->mean = 99;
  a.reported->throughput_per_sec = 7;
  a.series.runs[0].batch = 3;
  const auto found = compare(a, result_of("sleep", {stats_test::k_sleep_2}));
  CHECK(found.welch.value().t == near(-1.860813467486853));
  CHECK(found.candidate.moments.n == 10);
  CHECK(found.candidate.iterations == 30);
  CHECK(found.candidate.p50.value() == near(0.35));
  CHECK(found.candidate.throughput_per_sec.value() == near(1e6 / 0.75));
  CHECK(found.candidate.runs == 1);
  CHECK(message_of(found.warnings, WarningCode::summary_disagrees_with_samples)
            .starts_with("the candidate's file contradicts itself: mean 99"));
}

TEST_CASE("runs on both sides are compared by their means") {
  const BenchmarkResult a = result_of("r", {{1, 2, 3}, {2, 3, 4}, {3, 4, 5}});
  const BenchmarkResult b = result_of("r", {{5, 6}, {7, 9}});
  const auto found = compare(a, b);
  const auto& runs = found.between_runs.value();
  const auto of_means_a = moebench::stats::moments(std::vector{2.0, 3.0, 4.0});
  const auto of_means_b = moebench::stats::moments(std::vector{5.5, 8.0});
  CHECK(runs.runs_candidate == 3);
  CHECK(runs.runs_baseline == 2);
  CHECK(runs.difference.estimate == near(3.0 - 6.75));
  // Welch on means 3 and 6.75, standard errors 1 / sqrt(3) and 1.25.
  CHECK(runs.welch.value().se == near(std::sqrt(1.0 / 3 + 1.5625)));
  CHECK(runs.ratio.value().estimate == near(of_means_a.mean / of_means_b.mean));
  CHECK_FALSE(warns_of(found.warnings, WarningCode::not_replicated));
}

TEST_CASE("two sides without variation have a difference and a ratio and no test") {
  // R t.test stops here; SciPy gives t = -inf and p = 0.
  const auto found = compare(result_of("r", {std::vector(5, 5.0)}), result_of("r", {std::vector(5, 6.0)}));
  CHECK(found.difference.estimate == -1);
  CHECK(found.ratio.value().estimate == near(5.0 / 6));
  CHECK_FALSE(found.welch.has_value());
  CHECK_FALSE(found.effect_sizes.has_value());
  CHECK(message_of(found.warnings, WarningCode::zero_variance)
            .starts_with("the candidate and the baseline showed no variation"));
}

TEST_CASE("one side without variation is named") {
  const auto found = compare(result_of("r", {std::vector(5, 5.0)}), result_of("r", {{5.0, 6.0}}));
  CHECK(found.welch.has_value());
  CHECK(message_of(found.warnings, WarningCode::zero_variance).starts_with("the candidate showed no variation"));
}

TEST_CASE("one sample on a side leaves no test") {
  const auto found = compare(result_of("r", {{5.0}}), result_of("r", {{5.0, 6.0}}));
  CHECK_FALSE(found.welch.has_value());
  CHECK_FALSE(found.difference.interval.has_value());
  CHECK(message_of(found.warnings, WarningCode::n_too_small).starts_with("the candidate gave 1 sample"));
}

TEST_CASE("a baseline with mean 0 has no ratio and one near 0 no bounds") {
  const auto undefined = compare(result_of("r", {{5.0, 6.0}}), result_of("r", {{-1.0, 1.0}}));
  CHECK_FALSE(undefined.ratio.has_value());
  CHECK(warns_of(undefined.warnings, WarningCode::ratio_undefined));
  CHECK_FALSE(undefined.baseline.throughput_per_sec.has_value());
  const auto unbounded = compare(result_of("r", {stats_test::k_sleep_2}), result_of("r", {stats_test::k_sleep_1}));
  CHECK(unbounded.ratio.has_value());
  CHECK(warns_of(unbounded.warnings, WarningCode::ratio_unbounded));
}

TEST_CASE("p values are adjusted over every pair that has one") {
  // mpmath Welch, R p.adjust.
  struct Row {
    const char* name;
    double mean_a, mean_b, p, holm, bh;
  };
  const std::vector<Row> rows{{"k0", 100, 100, 1.0, 1, 1},
                              {"k1", 101, 102, 0.441724403028124, 0.883448806056248, 0.5300692836337488},
                              {"k2", 102, 104.6, 0.048661175950023, 0.145983527850069, 0.0729917639250345},
                              {"k3", 103, 105.9, 0.028505802886785125, 0.1140232115471405, 0.05701160577357025},
                              {"k4", 104, 107.9, 0.003744802787464516, 0.018724013937322582, 0.011234408362393549},
                              {"k5", 105, 111, 1.9807686206137816e-05, 0.00011884611723682689, 0.00011884611723682689}};
  ResultSet a, b;
  for (const Row& row : rows) {
    a.results.push_back(reported_result(row.name, 30, row.mean_a, 5.0));
    b.results.insert(b.results.begin(), reported_result(row.name, 30, row.mean_b, 5.0));
  }
  a.results.push_back(reported_result("constant", 30, 1, 0.0));
  b.results.push_back(reported_result("constant", 30, 1, 0.0));
  b.results.push_back(reported_result("only_in_b", 30, 1, 5.0));
  const auto found = compare_sets(a, b).value();
  REQUIRE(found.comparisons.size() == 7);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CHECK(found.comparisons[i].name == rows[i].name);
    CHECK(found.comparisons[i].welch.value().p_value == near(rows[i].p, 1e-9));
    CHECK(found.comparisons[i].holm.value() == near(rows[i].holm, 1e-9));
    CHECK(found.comparisons[i].bh.value() == near(rows[i].bh, 1e-9));
  }
  CHECK_FALSE(found.comparisons[6].holm.has_value());
  CHECK(found.unmatched_baseline == std::vector<std::string>{"only_in_b"});
  CHECK(found.unmatched_candidate.empty());
}

TEST_CASE("warm-up counts come from the configuration where it has them") {
  ResultSet a = set_of({aprender()});
  ResultSet b = set_of({pytorch()});
  a.config.set("warmup_iterations", 100);
  b.config.set("warmup_iterations", "many");
  const auto found = compare_sets(a, b).value();
  CHECK(found.comparisons.at(0).candidate.warmup == 100);
  CHECK_FALSE(found.comparisons.at(0).baseline.warmup.has_value());
  b.config.set("warmup_iterations", -1);
  CHECK_FALSE(compare_sets(a, b).value().comparisons.at(0).baseline.warmup.has_value());
}

TEST_CASE("two machines are told apart by their CPU names where both are known") {
  ResultSet a = set_of({aprender()});
  ResultSet b = set_of({pytorch()});
  const auto doubted = [&] {
    return warns_of(compare_sets(a, b).value().comparisons.at(0).warnings, WarningCode::different_machines);
  };
  a.config.set("cpu", "Threadripper");
  CHECK_FALSE(doubted());
  b.environment.facts.set("cpu_model", "Xeon");
  CHECK(doubted());
  const auto warnings = compare_sets(a, b).value().comparisons.at(0).warnings;
  CHECK(warnings.back().subject == "Aprender LogisticRegression");
  CHECK(warnings.back().message.starts_with("the candidate ran on 'Threadripper' and the baseline on 'Xeon'"));
  b.config.set("cpu", "Threadripper");
  CHECK_FALSE(doubted());
}

TEST_CASE("explicit pairs reach the matching and its errors come back") {
  const ResultSet a = set_of({reported_result("x", 10, 1, 0.1)});
  const ResultSet b = set_of({reported_result("y", 10, 2, 0.1)});
  CHECK(compare_sets(a, b).value().comparisons.empty());
  const auto paired = compare_sets(a, b, {.level = 0.9, .matches = {{"x", "y"}}}).value();
  CHECK(paired.comparisons.at(0).baseline.name == "y");
  CHECK(paired.comparisons.at(0).level == 0.9);
  const auto refused = compare_sets(a, b, {.level = 0.95, .matches = {{"z", "y"}}});
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().kind == ErrorKind::usage);
}

TEST_CASE("single shots against batches are doubted and like against like is not") {
  const BenchmarkResult single = result_of("r", {{1.0, 2.0}, {1.5, 2.5}});
  BenchmarkResult batched = single;
  for (auto& run : batched.series.runs) {
    run.batch = 8;
  }
  CHECK(warns_of(compare(single, batched).warnings, WarningCode::different_methods));
  CHECK(warns_of(compare(batched, single).warnings, WarningCode::different_methods));
  CHECK_FALSE(warns_of(compare(batched, batched).warnings, WarningCode::different_methods));
  CHECK_FALSE(warns_of(compare(single, single).warnings, WarningCode::different_methods));
  batched.series.runs.front().batch = 1;
  CHECK_FALSE(warns_of(compare(single, batched).warnings, WarningCode::different_methods));
}
