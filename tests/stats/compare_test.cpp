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
using stats_test::set_of;
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

}  // namespace

TEST_CASE("the published summaries compare as recomputed with mpmath") {
  const auto found = compare(aprender(), pytorch());
  CHECK(found.name == "Aprender LogisticRegression");
  CHECK(found.difference.estimate == near(-4.583768399999999));
  CHECK(found.welch.value().t == near(-469.0405711717851));
  CHECK(found.welch.value().df == near(10102.128933323285));
  CHECK(found.welch.value().log10_p == near(-6858.940600813557, 1e-11));
  CHECK(found.effect_sizes.cohens_d_pooled.value().value == near(-6.633235370543614));
  CHECK(found.ratio.value().estimate == near(1 / 9.648619622641508));
  CHECK(found.speedup.value().estimate == near(9.648619622641508));
  CHECK(found.speedup.value().fieller.value().lower.value() == near(9.604826656424711));
  CHECK_FALSE(found.speedup_p50.has_value());
  CHECK(found.speedup_throughput.value() == near(1896707 * 5.1137684 / 1e6));
  CHECK_FALSE(found.between_runs.has_value());
  CHECK(found.candidate.runs == 0);
  CHECK(found.candidate.iterations == 10000);
  CHECK(found.candidate.p50 == 0.52);
  CHECK(found.candidate.throughput_per_sec == 1896707);
  CHECK_FALSE(found.baseline.p50.has_value());
  CHECK(found.baseline.throughput_per_sec.value() == near(1e6 / 5.1137684));
}

TEST_CASE("one process a side is said in words that cannot be missed") {
  const auto found = compare(result_of("r", {{1.0, 2.0}}), result_of("r", {{3.0, 4.0}}));
  const std::string message = message_of(found.warnings, WarningCode::not_replicated);
  CHECK(message.starts_with("NOT REPLICATED: the candidate and the baseline ran in one process"));
  CHECK(message.find("not of what a rerun would give") != std::string::npos);
}

TEST_CASE("of summaries it is said that their processes are not known") {
  const auto found = compare(aprender(), pytorch());
  CHECK(message_of(found.warnings, WarningCode::not_replicated)
            .starts_with("NOT KNOWN TO BE REPLICATED: in how many processes the candidate and the baseline ran is "
                         "unknown"));
  CHECK(message_of(found.warnings, WarningCode::no_raw_samples).starts_with("the candidate and the baseline came"));
}

TEST_CASE("a summary without a standard deviation has no test and says so") {
  const auto found = compare(reported_result("r", 10, 5, std::nullopt), reported_result("r", 10, 6, 1));
  CHECK_FALSE(found.welch.has_value());
  CHECK(message_of(found.warnings, WarningCode::not_computed).starts_with("the candidate came without a standard"));
  const auto complete = compare(reported_result("r", 10, 5, 1), reported_result("r", 10, 6, 1));
  CHECK_FALSE(warns_of(complete.warnings, WarningCode::not_computed));
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
  CHECK(runs.candidate.n == 3);
  CHECK(runs.baseline.n == 2);
  CHECK(runs.difference.estimate == near(3.0 - 6.75));
  // Welch on means 3 and 6.75, standard errors 1 / sqrt(3) and 1.25.
  CHECK(runs.welch.value().se == near(std::sqrt(1.0 / 3 + 1.5625)));
  CHECK(runs.ratio.value().estimate == near(of_means_a.mean / of_means_b.mean));
  CHECK_FALSE(warns_of(found.warnings, WarningCode::not_replicated));
  CHECK(runs.speedup.value().estimate == near(6.75 / 3));
  CHECK(&found.main_welch() == &runs.welch);
  CHECK(&found.main_ratio() == &runs.ratio);
  CHECK(&found.main_speedup() == &runs.speedup);
  CHECK(&found.main_candidate() == &runs.candidate);
  // Medians of the runs 2, 3, 4 against 5.5, 8; pooled they would be 3 and 6.5.
  CHECK(found.candidate.p50 == 3);
  CHECK(found.baseline.p50 == 6.75);
  CHECK(found.speedup_p50 == 2.25);
  CHECK(found.candidate.moments.n == 9);
}

TEST_CASE("two sides without variation have a difference and a ratio and no test") {
  // R t.test stops here; SciPy gives t = -inf and p = 0.
  const auto found = compare(result_of("r", {std::vector(5, 5.0)}), result_of("r", {std::vector(5, 6.0)}));
  CHECK(found.difference.estimate == -1);
  CHECK(found.ratio.value().estimate == near(5.0 / 6));
  CHECK_FALSE(found.welch.has_value());
  CHECK_FALSE(found.effect_sizes.cohens_d_pooled.has_value());
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
  const auto paired = compare_sets(a, b, {.level = 0.9, .matches = {"x=y"}}).value();
  CHECK(paired.comparisons.at(0).baseline.name == "y");
  CHECK(paired.comparisons.at(0).level == 0.9);
  const auto refused = compare_sets(a, b, {.level = 0.95, .matches = {"z=y"}});
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

TEST_CASE("p values of runs are those that are adjusted where runs are compared") {
  const BenchmarkResult a = result_of("r", {{1, 2, 3}, {2, 3, 4}, {3, 4, 5}});
  const BenchmarkResult b = result_of("r", {{5, 6}, {7, 9}});
  const auto found = compare_sets(set_of({a}), set_of({b})).value().comparisons.at(0);
  CHECK(found.holm.value() == found.between_runs.value().welch.value().p_value);
  CHECK(found.bh == found.holm);
  CHECK(found.holm.value() != found.welch.value().p_value);
  // Where the runs' means do not vary there is no p, whatever the pooled samples say.
  const BenchmarkResult flat = result_of("r", {{1, 2}, {2, 1}});
  const auto untested = compare_sets(set_of({flat}), set_of({flat})).value().comparisons.at(0);
  CHECK(untested.welch.has_value());
  CHECK_FALSE(untested.holm.has_value());
}

TEST_CASE("runs whose means do not vary are doubted") {
  const BenchmarkResult flat = result_of("r", {{1, 2}, {2, 1}, {1.5, 1.5}});
  const auto both = compare(flat, flat);
  CHECK_FALSE(both.between_runs.value().welch.has_value());
  CHECK(message_of(both.warnings, WarningCode::zero_variance)
            .starts_with("the means of all 3 runs of the candidate are the same 1.5, "));
  const auto one = compare(result_of("r", {{1, 2}, {2, 4}}), flat);
  CHECK(one.between_runs.value().welch.has_value());
  CHECK(message_of(one.warnings, WarningCode::zero_variance).starts_with("the means of all 3 runs of the baseline"));
  CHECK_FALSE(warns_of(compare(result_of("r", {{1, 2}, {2, 4}}), result_of("r", {{1, 2}, {2, 4}})).warnings,
                       WarningCode::zero_variance));
}

TEST_CASE("a large offset takes no digit from the comparison of runs") {
  const auto shifted = compare(result_of("r", {{1e9, 1e9 + 1, 1e9 + 1}, {1e9, 1e9, 1e9 + 1}}),
                               result_of("r", {{1e9, 1e9 + 2, 1e9 + 2}, {1e9, 1e9 + 1, 1e9 + 3}}));
  const auto plain = compare(result_of("r", {{0, 1, 1}, {0, 0, 1}}), result_of("r", {{0, 2, 2}, {0, 1, 3}}));
  CHECK(plain.between_runs.value().welch.has_value());
  CHECK(shifted.between_runs.value().welch.value().t == near(plain.between_runs.value().welch.value().t));
  CHECK(shifted.between_runs.value().difference.estimate == near(plain.between_runs.value().difference.estimate));
}

TEST_CASE("dependent samples are doubted on the side that they are on where runs are not compared") {
  const BenchmarkResult dependent = result_of("r", {stats_test::k_lh});
  moebench::core::Rng rng{8};
  const BenchmarkResult independent = result_of("r", {stats_test::normal_samples(rng, 500, 10, 1)});
  CHECK(message_of(compare(independent, dependent).warnings, WarningCode::autocorrelated)
            .starts_with("the baseline's samples depend on the one before in 1 of 1 runs"));
  CHECK(
      message_of(compare(dependent, independent).warnings, WarningCode::autocorrelated).starts_with("the candidate's"));
  CHECK_FALSE(warns_of(compare(independent, independent).warnings, WarningCode::autocorrelated));
  const BenchmarkResult runs = result_of("r", {stats_test::k_lh, stats_test::k_michelson});
  CHECK_FALSE(warns_of(compare(runs, runs).warnings, WarningCode::autocorrelated));
}

TEST_CASE("the throughput of a side with unequal batches is total work over total time") {
  BenchmarkResult result = result_of("r", {{10.0}, {1.0, 2.0}});
  result.series.runs[1].batch = 9;
  CHECK(compare(result, result).candidate.throughput_per_sec.value() == near(1e6 * 19 / 37));
}

TEST_CASE("where higher is better the speedup is the ratio itself") {
  BenchmarkResult a = result_of("r", {{4.0, 5.0, 6.0}});
  BenchmarkResult b = result_of("r", {{1.0, 2.0, 3.0}});
  for (BenchmarkResult* result : {&a, &b}) {
    result->series.unit = "MB/s";
    result->series.better = moebench::core::Better::higher;
  }
  const auto found = compare(a, b);
  CHECK(found.speedup.value().estimate == 2.5);
  CHECK(found.speedup_p50 == 2.5);
  CHECK(found.candidate.unit == "MB/s");
  CHECK_FALSE(found.candidate.throughput_per_sec.has_value());
  CHECK_FALSE(warns_of(found.warnings, WarningCode::different_methods));
}

TEST_CASE("sides in different units or directions have no speedup and say so") {
  const BenchmarkResult a = result_of("r", {{4.0, 5.0, 6.0}});
  BenchmarkResult b = a;
  b.series.unit = "ms";
  BenchmarkResult c = a;
  c.series.better = moebench::core::Better::higher;
  for (const BenchmarkResult& other : {b, c}) {
    const auto found = compare(a, other);
    CHECK_FALSE(found.speedup.has_value());
    CHECK_FALSE(found.speedup_p50.has_value());
    CHECK_FALSE(found.speedup_throughput.has_value());
    CHECK(message_of(found.warnings, WarningCode::different_methods)
              .starts_with("the candidate is in us (lower is better) and the baseline in "));
  }
}

TEST_CASE("a summary in another unit has no throughput whatever it says") {
  BenchmarkResult result = aprender();
  result.series.unit = "MB";
  CHECK_FALSE(compare(result, result).candidate.throughput_per_sec.has_value());
}

TEST_CASE("a candidate with mean 0 has no speedup and one near 0 no bounds for it") {
  const auto undefined = compare(result_of("r", {{-1.0, 1.0}}), result_of("r", {{5.0, 6.0}}));
  CHECK_FALSE(undefined.speedup.has_value());
  CHECK(message_of(undefined.warnings, WarningCode::ratio_undefined).starts_with("the candidate's mean is 0"));
  const auto unbounded = compare(result_of("r", {stats_test::k_sleep_1}), result_of("r", {stats_test::k_mpg_manual}));
  CHECK_FALSE(unbounded.speedup.value().fieller.value().bounded);
  CHECK(
      message_of(unbounded.warnings, WarningCode::ratio_unbounded).starts_with("the candidate's mean is not clearly"));
}

TEST_CASE("what no double holds is said to be that and not to be 0") {
  const auto far = compare(reported_result("r", 10, 1e300, 1.0), reported_result("r", 10, 1e-300, 0.0));
  CHECK_FALSE(far.ratio.has_value());
  CHECK_FALSE(far.speedup.has_value());
  CHECK(far.welch.has_value());
  CHECK(message_of(far.warnings, WarningCode::ratio_undefined).starts_with("the ratio is beyond what a double holds"));
  const auto tight = compare(reported_result("r", 10, 1e300, 1e-300), reported_result("r", 10, 1e299, 0.0));
  CHECK_FALSE(tight.welch.has_value());
  CHECK(message_of(tight.warnings, WarningCode::ratio_undefined)
            .starts_with("the difference of the means over its standard error is beyond what a double holds"));
}
