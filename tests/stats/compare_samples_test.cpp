// What a comparison says of samples beside means: ranks, logarithms, quantiles, the bootstrap, and why one is missing.
#include <cmath>

#include "moebench/stats/compare.hpp"
#include "stats/cases.hpp"

using moebench::core::BenchmarkResult;
using moebench::core::WarningCode;
using moebench::stats::compare;
using stats_test::message_of;
using stats_test::near;
using stats_test::reported_result;
using stats_test::result_of;

TEST_CASE("samples on both sides bring ranks, logarithms and quantiles, a summary on one side none") {
  const auto found = compare(result_of("r", {stats_test::k_mpg_manual}), result_of("r", {stats_test::k_mpg_automatic}));
  // R: wilcox.test(exact = FALSE), t.test(log(a), log(b)); SciPy: brunnermunzel, ks_2samp(method = "exact").
  CHECK(found.mann_whitney.value().p_value.value() == near(0.0018713913331785568, 1e-11));
  CHECK(found.dominance.value().cles == near(205.0 / 247));
  CHECK(found.brunner_munzel.value().p_value == near(0.0003478618887367919, 1e-10));
  CHECK(found.kolmogorov_smirnov.value().p_value == near(0.001940124407842162, 1e-10));
  CHECK(found.log_t.value().gmr == near(1.4143079349055183));
  CHECK(found.quantiles.size() == 3);
  CHECK_FALSE(found.ratio_bootstrap.has_value());
  CHECK_FALSE(found.tost.has_value());
  const auto half = compare(result_of("r", {stats_test::k_mpg_manual}), reported_result("r", 10000, 5.1, 0.97));
  CHECK_FALSE(half.mann_whitney.has_value());
  CHECK_FALSE(half.dominance.has_value());
  CHECK_FALSE(half.log_t.has_value());
  CHECK(half.quantiles.empty());
  CHECK(half.tost_ratio.has_value());
  CHECK(message_of(half.warnings, WarningCode::no_raw_samples).starts_with("the baseline came as a summary"));
}

TEST_CASE("what is asked for beside the defaults is computed, of samples and of runs") {
  const BenchmarkResult a = result_of("r", {{1, 2, 3}, {2, 3, 4}, {3, 4, 5}});
  const BenchmarkResult b = result_of("r", {{5, 6}, {7, 9}});
  const auto found = compare(a, b,
                             {.level = 0.9,
                              .matches = {},
                              .alpha = 0.1,
                              .mann_whitney = moebench::stats::RankTestMethod::asymptotic,
                              .tost = moebench::stats::Bounds{-10, 10},
                              .resamples = 50});
  CHECK(found.tost.value().equivalent);
  CHECK(found.between_runs.value().tost.value().t_lower == near(6.25 / std::sqrt(1.0 / 3 + 1.5625)));
  CHECK(found.between_runs.value().tost_ratio.has_value());
  CHECK(found.mann_whitney.value().z.has_value());
  CHECK(found.ratio_bootstrap.has_value());
  const auto& p50 = found.quantiles.at(0);
  CHECK(p50.p == 0.5);
  CHECK(p50.of_runs.value().candidate == 3);
  CHECK(p50.of_runs.value().baseline == 6.75);
  CHECK(p50.pooled.candidate == 3);
  CHECK(p50.pooled.baseline == 6.5);
}

TEST_CASE("each reason for which a test of samples is missing is said") {
  const auto says = [](const auto& a, const auto& b, WarningCode code) {
    return message_of(compare(result_of("r", {a}), result_of("r", {b})).warnings, code);
  };
  using Samples = std::vector<double>;
  CHECK(says(Samples{5, 5}, Samples{5, 5, 5}, WarningCode::all_tied).starts_with("all samples of both sides"));
  CHECK(says(Samples{5, 5}, Samples{5, 6, 5}, WarningCode::all_tied).empty());
  CHECK(says(Samples{5, 5}, Samples{5, 5, 5}, WarningCode::zero_variance).contains("clock too coarse"));
  CHECK(says(Samples{1, 2}, Samples{3, 4}, WarningCode::complete_separation).starts_with("no sample of one side"));
  CHECK(says(Samples{1, 3}, Samples{2, 4}, WarningCode::complete_separation).empty());
  CHECK(says(Samples{0, 3}, Samples{2, 4}, WarningCode::nonpositive_samples).starts_with("a sample is not above 0"));
  CHECK(says(Samples{1e300, 2e300}, Samples{1e-300}, WarningCode::nonpositive_samples).empty());
  CHECK(says(Samples{1, 2, 3}, Samples{1.5, 4, 5}, WarningCode::n_too_small)
            .starts_with("no rank test can fall below p = 0.1 with 3 against 3 samples, which is above alpha = 0.05"));
  CHECK(says(Samples{1, 2, 3, 6}, Samples{1.5, 4, 5, 7}, WarningCode::n_too_small).empty());
  CHECK(says(Samples{1, 2, 3}, Samples{1.5, 4, 5}, WarningCode::quantile_not_estimable)
            .starts_with("the pooled interval of the p50's difference needs 6 samples on each side, 3 and 3 given"));
  Samples tailed(60, 1.0);
  tailed.back() = 50;
  CHECK(says(tailed, Samples{1, 2, 3}, WarningCode::skewed).starts_with("the candidate's samples are skewed"));
  CHECK(says(Samples{1, 2, 9}, Samples{1, 2, 3}, WarningCode::skewed).empty());
  const auto exact = compare(result_of("r", {{1, 2}}), result_of("r", {{2, 3}}),
                             {.level = 0.95, .matches = {}, .mann_whitney = moebench::stats::RankTestMethod::exact});
  CHECK(message_of(exact.warnings, WarningCode::exact_not_available).starts_with("the exact Mann-Whitney test needs"));
}

TEST_CASE("counts that never vary are not blamed on the clock") {
  BenchmarkResult a = result_of("r", {{5, 5}, {5, 5}});
  BenchmarkResult b = result_of("r", {{5, 5, 5}, {5, 5, 5}});
  CHECK(message_of(compare(a, b).warnings, WarningCode::all_tied).contains("clock too coarse"));
  a.series.unit = b.series.unit = "bytes";
  for (const moebench::core::Warning& warning : compare(a, b).warnings) {
    CHECK_FALSE(warning.message.contains("clock"));
  }
  CHECK(message_of(compare(a, b).warnings, WarningCode::zero_variance).contains("count the same work each time"));
}
