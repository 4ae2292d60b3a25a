#include "moebench/report/comparison_report.hpp"

#include <doctest/doctest.h>

using namespace moebench::core;
using moebench::report::comparison_report;

namespace {

/// The reference's own two result files, as stats compares them.
Comparison aprender_against_pytorch() {
  Comparison comparison{};
  comparison.name = "LogisticRegression";
  comparison.level = 0.95;
  comparison.candidate = {.name = "Aprender LogisticRegression",
                          .framework = {},
                          .iterations = 10000,
                          .warmup = 100,
                          .runs = 0,
                          .moments = {10000, 0.53, 0.07},
                          .p50 = 0.52,
                          .throughput_per_sec = 1896707};
  comparison.baseline = {.name = "PyTorch LogisticRegression",
                         .framework = {},
                         .iterations = 10000,
                         .warmup = 100,
                         .runs = 0,
                         .moments = {10000, 5.1137684, 0.9747545790661263},
                         .p50 = 5.028,
                         .throughput_per_sec = 195550.506};
  comparison.welch = Welch{
      .t = -469.0405711717851, .df = 10102.128933323285, .se = 0.00977, .p_value = 0, .log10_p = -6858.940600813557};
  comparison.ratio = Ratio{
      .estimate = 0.53 / 5.1137684,
      .fieller = Fieller{.lower = 1 / 9.69254191838065, .upper = 1 / 9.604826656424711, .df = 17801, .bounded = true},
      .delta = {},
      .delta_log = {}};
  const Estimate d{-6.633235370543614, Interval{-6.703888823106511, -6.562548993550665}};
  comparison.effect_sizes =
      EffectSizes{.cohens_d_pooled = d, .cohens_d_av = d, .hedges_g = d, .glass_delta = {}, .hedges_j = 1};
  return comparison;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the reference's comparison is printed as the reference prints it and with what it left out") {
  ComparisonSet set{.comparisons = {aprender_against_pytorch()},
                    .unmatched_candidate = {},
                    .unmatched_baseline = {"PyTorch MLP"},
                    .warnings = {}};
  const std::string text = comparison_report(set, "a.json", "b.json");
  CHECK(contains(
      text, "| Aprender LogisticRegression |           0.5200 |        1,896,707 |    **9.67x** |     **9.65x** |"));
  CHECK(contains(
      text, "| PyTorch LogisticRegression  |            5.028 |          195,551 |     baseline |      baseline |"));
  CHECK(contains(text, "Ratio of means (baseline / candidate): 9.6486, 95 % interval [9.6048, 9.6925] (Fieller)"));
  CHECK(contains(text, "Welch's t-test: t = -469.04, df = 10102.13, p = 10^-6858.94 (log10 p = -6858.94)"));
  CHECK(contains(text, "Cohen's d: 6.6332 (large), candidate below baseline, 95 % interval [6.5625, 6.7039]"));
  CHECK(contains(text, "Candidate: 10,000 iterations, 100 warm-up, number of processes unknown"));
  CHECK(contains(text, "**not replicated**"));
  CHECK(contains(text, "Without a partner in the baseline") == false);
  CHECK(contains(text, "Without a partner in the candidate: PyTorch MLP"));
  CHECK_FALSE(contains(text, "p = 0 "));
}

TEST_CASE("with several runs on both sides the comparison between runs comes first") {
  Comparison comparison = aprender_against_pytorch();
  comparison.between_runs = ComparedRuns{
      .runs_candidate = 5, .runs_baseline = 6, .difference = {}, .welch = comparison.welch, .ratio = comparison.ratio};
  const std::string text = comparison_report(
      {.comparisons = {comparison}, .unmatched_candidate = {}, .unmatched_baseline = {}, .warnings = {}}, "a", "b");
  CHECK(contains(text, "Between runs (5 against 6 processes, the run as the unit of replication)"));
  CHECK(text.find("Between runs") < text.find("Within runs (iterations taken as independent, which they are not)"));
  CHECK_FALSE(contains(text, "not replicated"));
}

TEST_CASE("adjusted p values stand beside several comparisons only and are never 0") {
  Comparison comparison = aprender_against_pytorch();
  comparison.holm = 0.0;
  comparison.bh = 0.0421;
  ComparisonSet set{.comparisons = {comparison}, .unmatched_candidate = {}, .unmatched_baseline = {}, .warnings = {}};
  CHECK_FALSE(contains(comparison_report(set, "a", "b"), "Holm"));
  set.comparisons.push_back(comparison);
  CHECK(contains(comparison_report(set, "a", "b"), "p = below 10^-300 (Holm), 0.0421 (Benjamini-Hochberg)"));
}

TEST_CASE("an unbounded ratio and a missing test are said") {
  Comparison comparison = aprender_against_pytorch();
  comparison.welch.reset();
  comparison.ratio->fieller = Fieller{.lower = {}, .upper = {}, .df = 3, .bounded = false};
  comparison.warnings.push_back({WarningCode::zero_variance, "LogisticRegression", "neither side varies"});
  const std::string text = comparison_report(
      {.comparisons = {comparison}, .unmatched_candidate = {}, .unmatched_baseline = {}, .warnings = {}}, "a", "b");
  CHECK(contains(text, "no bounded interval"));
  CHECK(contains(text, "Welch's t-test: not computable"));
  CHECK(contains(text, "- LogisticRegression (zero_variance): neither side varies"));
}

TEST_CASE("files without a pair say how to make one") {
  const std::string text = comparison_report(
      {.comparisons = {}, .unmatched_candidate = {"x"}, .unmatched_baseline = {"y", "z"}, .warnings = {}}, "a", "b");
  CHECK(contains(text, "--match 'A name=B name'"));
  CHECK(contains(text, "Without a partner in the baseline: x"));
  CHECK(contains(text, "Without a partner in the candidate: y, z"));
}
