#include "moebench/report/comparison_report.hpp"

#include <limits>
#include <utility>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "contains.hpp"

using namespace moebench::core;
using moebench::report::ComparedFile;
using moebench::report::comparison_report;
using moebench::report::ComparisonDetail;
using test::contains;

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
                          .throughput_per_sec = 1896707,
                          .unit = "us",
                          .better = Better::lower};
  comparison.baseline = {.name = "PyTorch LogisticRegression",
                         .framework = {},
                         .iterations = 10000,
                         .warmup = 100,
                         .runs = 0,
                         .moments = {10000, 5.1137684, 0.9747545790661263},
                         .p50 = 5.028,
                         .throughput_per_sec = 195550.506,
                         .unit = "us",
                         .better = Better::lower};
  comparison.welch = Welch{
      .t = -469.0405711717851, .df = 10102.128933323285, .se = 0.00977, .p_value = 0, .log10_p = -6858.940600813557};
  comparison.speedup =
      Ratio{.estimate = 9.648619622641508,
            .fieller = Fieller{.lower = 9.604826656424711, .upper = 9.69254191838065, .df = 17801, .bounded = true},
            .delta = {},
            .delta_log = {}};
  comparison.speedup_p50 = 5.028 / 0.52;
  const Estimate d{-6.633235370543614, Interval{-6.703888823106511, -6.562548993550665}};
  comparison.effect_sizes.cohens_d_pooled = d;
  return comparison;
}

std::string report_of(const ComparisonSet& set) {
  return comparison_report({.candidate = "a", .baseline = "b", .set = set});
}

std::string report_of(const Comparison& comparison) {
  return report_of(
      ComparisonSet{.comparisons = {comparison}, .unmatched_candidate = {}, .unmatched_baseline = {}, .warnings = {}});
}

}  // namespace

TEST_CASE("the reference's comparison is printed as the reference prints it and with what it left out") {
  ComparisonSet set{.comparisons = {aprender_against_pytorch()},
                    .unmatched_candidate = {},
                    .unmatched_baseline = {"PyTorch MLP"},
                    .warnings = {}};
  const std::string text = comparison_report({.candidate = "a.json", .baseline = "b.json", .set = set});
  CHECK(contains(
      text, "| Aprender LogisticRegression |           0.5200 |        1,896,707 |    **9.67x** |     **9.65x** |"));
  CHECK(contains(
      text, "| PyTorch LogisticRegression  |            5.028 |          195,551 |     baseline |      baseline |"));
  CHECK(contains(text, "Ratio of means (baseline / candidate): 9.6486, 95 % interval [9.6048, 9.6925] (Fieller)"));
  CHECK(contains(
      text,
      "Welch's t-test (n = 10,000 against 10,000): t = -469.04, df = 10102.13, p = 10^-6858.94 (log10 p = -6858.94)"));
  CHECK(contains(text, "Cohen's d: 6.6332 (large), candidate below baseline, 95 % interval [6.5625, 6.7039]"));
  CHECK(contains(text, "Candidate: 10,000 iterations, 100 warm-up, number of processes unknown"));
  CHECK(contains(text,
                 "Statistical validation (candidate: number of processes unknown, baseline: number of processes "
                 "unknown; **not replicated**, which takes two or more on each side):"));
  CHECK(contains(text, "Without a partner in the baseline") == false);
  CHECK(contains(text, "Without a partner in the candidate (1):\n\n- PyTorch MLP\n"));
  CHECK_FALSE(contains(text, "p = 0 "));
}

TEST_CASE("with several runs on both sides the comparison between runs comes first and makes the headline") {
  Comparison comparison = aprender_against_pytorch();
  comparison.candidate.runs = 5;
  comparison.baseline.runs = 6;
  comparison.between_runs = ComparedRuns{.candidate = {5, 0.5, 0.1},
                                         .baseline = {6, 1, 0.1},
                                         .difference = {},
                                         .welch = Welch{.t = -8, .df = 9, .se = 0.06, .p_value = 0.5, .log10_p = -0.3},
                                         .ratio = {},
                                         .speedup = Ratio{.estimate = 2, .fieller = {}, .delta = {}, .delta_log = {}}};
  comparison.holm = comparison.bh = 0.5;
  comparison.verdict.replicated = true;
  const std::string text = report_of(ComparisonSet{
      .comparisons = {comparison, comparison}, .unmatched_candidate = {}, .unmatched_baseline = {}, .warnings = {}});
  CHECK(contains(text, "|     **9.67x** |     **2.00x** |") != contains(text, "|    **9.67x** |     **2.00x** |"));
  CHECK(contains(text,
                 "Between runs (5 against 6 processes, the run as the unit of replication):\n\n"
                 "- Ratio of means (baseline / candidate): 2.0000, interval not computable\n"
                 "- Welch's t-test (n = 5 against 6): t = -8.00, df = 9.00, p = 0.5000 (log10 p = -0.30)\n"
                 "- Adjusted over these comparisons: p = 0.5 (Holm), 0.5 (Benjamini-Hochberg)\n\n"
                 "All samples pooled (samples taken as independent, which they are not):\n\n"
                 "- Ratio of means (baseline / candidate): 9.6486, 95 % interval [9.6048, 9.6925] (Fieller)\n"
                 "- Welch's t-test (n = 10,000 against 10,000): t = -469.04"));
  CHECK(text.find("(Holm)", text.find("All samples pooled")) == text.find("(Holm)", text.rfind("Between runs")));
  CHECK_FALSE(contains(text, "not replicated"));
  comparison.between_runs->welch.reset();
  CHECK(contains(report_of(comparison), "- Welch's t-test (n = 5 against 6): not computable\n"));
}

TEST_CASE("samples are told from operations and the heading from what was measured") {
  Comparison comparison = aprender_against_pytorch();
  comparison.candidate.runs = 2;
  comparison.candidate.moments.n = 6;
  comparison.candidate.iterations = 204;
  comparison.candidate.warmup.reset();
  comparison.baseline.runs = 1;
  const std::string text = report_of(comparison);
  CHECK(contains(text, "- Candidate: 6 samples of 204 operations, unknown warm-up, 2 processes\n"));
  CHECK(contains(text, "(n = 6 against 10,000)"));
  CHECK(
      contains(text, "Statistical validation (candidate: 2 processes, baseline: 1 process; **not replicated**, which"));
}

TEST_CASE("adjusted p values stand beside several comparisons only and are never 0") {
  Comparison comparison = aprender_against_pytorch();
  comparison.holm = 0.0;
  comparison.bh = 0.0421;
  ComparisonSet set{.comparisons = {comparison}, .unmatched_candidate = {}, .unmatched_baseline = {}, .warnings = {}};
  CHECK_FALSE(contains(report_of(set), "Holm"));
  set.comparisons.push_back(comparison);
  CHECK(contains(report_of(set), "p = below 10^-300 (Holm), 0.0421 (Benjamini-Hochberg)"));
}

TEST_CASE("an interval that is unbounded is told from one that is not computable") {
  Comparison comparison = aprender_against_pytorch();
  comparison.speedup->fieller = Fieller{.lower = {}, .upper = {}, .df = 3, .bounded = false};
  CHECK(contains(report_of(comparison),
                 "(baseline / candidate): 9.6486, interval unbounded: the candidate's mean is not clearly different "
                 "from 0\n"));
  comparison.speedup->fieller.reset();
  CHECK(contains(report_of(comparison), "(baseline / candidate): 9.6486, interval not computable\n"));
  comparison.speedup.reset();
  comparison.speedup_p50.reset();
  const std::string text = report_of(comparison);
  CHECK(contains(text, "(baseline / candidate): not computable\n"));
  CHECK(contains(text, "|           n/a |           n/a |") != contains(text, "|          n/a |           n/a |"));
}

TEST_CASE("what cannot be computed is said with the doubts") {
  Comparison comparison = aprender_against_pytorch();
  comparison.welch.reset();
  comparison.effect_sizes = {};
  comparison.warnings.push_back({WarningCode::zero_variance, "LogisticRegression", "neither side varies"});
  const std::string text = report_of(comparison);
  CHECK(contains(text, "Welch's t-test (n = 10,000 against 10,000): not computable\n"));
  CHECK(contains(text, "Cohen's d: not computable\n"));
  CHECK(contains(text, "- LogisticRegression (zero_variance): neither side varies"));
}

TEST_CASE("equal sides are neither above nor below") {
  Comparison comparison = aprender_against_pytorch();
  comparison.effect_sizes.cohens_d_pooled = Estimate{0.0, Interval{-0.5, 0.5}};
  CHECK(contains(report_of(comparison),
                 "Cohen's d: 0.0000 (negligible), candidate equal to baseline, 95 % interval of "
                 "A - B [-0.5000, 0.5000]"));
  comparison.effect_sizes.cohens_d_pooled = Estimate{0.25, {}};
  CHECK(contains(report_of(comparison), "Cohen's d: 0.2500 (small), candidate above baseline\n"));
}

TEST_CASE("where higher is better the ratio is named the other way round and the column has the unit") {
  Comparison comparison = aprender_against_pytorch();
  for (ComparedSide* side : {&comparison.candidate, &comparison.baseline}) {
    side->unit = "MB/s";
    side->better = Better::higher;
  }
  CHECK(contains(report_of(comparison), "Ratio of means (candidate / baseline): 9.6486"));
  CHECK(contains(report_of(comparison), "| p50 (MB/s) |"));
  comparison.speedup->fieller->bounded = false;
  CHECK(contains(report_of(comparison), "interval unbounded: the baseline's mean"));
  comparison.baseline.unit = "us";
  CHECK(contains(report_of(comparison), "| p50 (MB/s against us) |"));
}

TEST_CASE("a level is printed with all its digits and no more") {
  Comparison comparison = aprender_against_pytorch();
  for (const auto& [level, text] : {std::pair{0.9999999, "99.99999 % interval"}, std::pair{0.29, " 29 % interval"},
                                    std::pair{0.999, "99.9 % interval"}, std::pair{1e-9, "1e-07 % interval"}}) {
    comparison.level = level;
    CHECK(contains(report_of(comparison), text));
  }
}

TEST_CASE("huge figures have an exponent and tiny ones are not 0") {
  Comparison comparison = aprender_against_pytorch();
  comparison.welch->t = -1.25e300;
  comparison.welch->df = 1e-5;
  comparison.effect_sizes.cohens_d_pooled = Estimate{1e300, Interval{1e-9, 1e301}};
  comparison.speedup->estimate = std::numeric_limits<double>::infinity();
  const std::string text = report_of(comparison);
  CHECK(contains(text, "t = -1.25e+300, df = 1e-05,"));
  CHECK(contains(text, "Cohen's d: 1e+300 (large), candidate above baseline, 95 % interval [1e-09, 1e+301]"));
  CHECK(contains(text, "Ratio of means (baseline / candidate): n/a"));
  CHECK_FALSE(contains(text, "inf"));
  CHECK_FALSE(contains(text, "n/ax"));
}

TEST_CASE("text from files stays on its line and keeps away from the terminal") {
  const std::string evil = "a\n# Injected\n\x1b[31mred";
  Comparison comparison = aprender_against_pytorch();
  comparison.name = comparison.candidate.name = comparison.candidate.unit = evil;
  comparison.warnings.push_back({WarningCode::zero_variance, evil, evil});
  const std::string text = comparison_report({.candidate = evil,
                                              .baseline = evil,
                                              .set = {.comparisons = {comparison},
                                                      .unmatched_candidate = {evil},
                                                      .unmatched_baseline = {evil},
                                                      .warnings = {{WarningCode::zero_variance, evil, evil}}},
                                              .differences = {evil}});
  CHECK_FALSE(contains(text, "\n# Injected"));
  CHECK_FALSE(contains(text, "\x1b"));
  CHECK(contains(text, "## a\\x0a# Injected\\x0a\\x1b[31mred\n"));
}

TEST_CASE("the verdict comes first, with the figure that it rests on and what it does not rest on") {
  Comparison comparison = aprender_against_pytorch();
  comparison.verdict = {Outcome::improved, false, {0.95, 1.05}, "the ratio says so"};
  CHECK(
      contains(report_of(comparison),
               "## LogisticRegression\n\n"
               "**Improved**: 9.649x as good, 95 % interval [9.605, 9.693] - **NOT REPLICATED**: what a rerun would "
               "give is not known\n\nWhy: the ratio says so; margin: 0.9524 to 1.0526 times as good.\n\n| Framework"));
  comparison.verdict.outcome = Outcome::inconclusive;
  comparison.verdict.replicated = true;
  comparison.verdict.reason.clear();
  comparison.speedup.reset();
  CHECK(contains(report_of(comparison), "## LogisticRegression\n\n**Inconclusive**\n\n| Framework"));
}

TEST_CASE("several comparisons have an overview of their verdicts first") {
  Comparison first = aprender_against_pytorch();
  first.verdict = {Outcome::improved, true, {0.95, 1.05}, "because"};
  first.holm = 0;
  Comparison second = aprender_against_pytorch();
  second.name = "other";
  second.speedup.reset();
  const std::string text = report_of(ComparisonSet{
      .comparisons = {first, second}, .unmatched_candidate = {}, .unmatched_baseline = {}, .warnings = {}});
  CHECK(contains(
      text,
      "| Result             | Mean, candidate | Mean, baseline | Times as good |  95 % interval |      p (Holm) | "
      "Verdict                      |\n"));
  CHECK(contains(
      text,
      "| LogisticRegression |       0.5300 us |       5.114 us |         9.649 | [9.605, 9.693] | below 10^-300 | "
      "improved                     |\n"
      "| other              |       0.5300 us |       5.114 us |           n/a |            n/a |           n/a | "
      "inconclusive, not replicated |\n"));
  CHECK(text.find("| Result") < text.find("## LogisticRegression"));
  CHECK_FALSE(contains(report_of(first), "| Result"));
}

TEST_CASE("beside the p value of samples stands that it is not replicated") {
  CHECK(contains(report_of(aprender_against_pytorch()),
                 "(log10 p = -6858.94), **not replicated**: says nothing of what a rerun would give\n"));
}

TEST_CASE("a p of 1 has no logarithm that reads like a p of 0") {
  Comparison comparison = aprender_against_pytorch();
  comparison.welch = Welch{.t = 0, .df = 8, .se = 1, .p_value = 1, .log10_p = 0};
  const std::string text = report_of(comparison);
  CHECK(contains(text, "t = 0.00, df = 8.00, p = 1.0000, **not replicated**"));
  CHECK_FALSE(contains(text, "p = 0.00"));
}

TEST_CASE("tests by ranks, of equivalence and of logarithms have a line each") {
  Comparison comparison = aprender_against_pytorch();
  comparison.dominance = Dominance{0.25, -0.5};
  comparison.mann_whitney = MannWhitney{575.5, NullDistribution::exact, {}, 0.03, -1.5, 0.001};
  comparison.brunner_munzel = BrunnerMunzel{-1.8965, 54.677, 0.0632, -1.2, 0.36};
  comparison.kolmogorov_smirnov = KolmogorovSmirnov{1, 0, -8685.6, NullDistribution::asymptotic};
  comparison.log_t = LogT{1.25, Interval{1.125, 1.5}, 12, 0.03125};
  comparison.ratio_bootstrap = Interval{1.0625, 1.75};
  comparison.tost = Tost{-3, 3, 2, -3, 0.25, 0.125, 0.25, {-0.5, 1.5}, false};
  comparison.tost_ratio = TostRatio{0.95, 1.05, 4, -5, 20, 21, 0, 0, 0, true};
  const std::string text = report_of(comparison);
  CHECK(contains(text,
                 "- Mann-Whitney test: U = 575.5, p = 0.0300 (exact); P(A > B) + P(A = B) / 2 = 0.2500, Cliff's "
                 "delta -0.5000\n"));
  CHECK(contains(text, "- Brunner-Munzel test: statistic -1.8965, df = 54.68, p = 0.0632\n"));
  CHECK(contains(text, "- Kolmogorov-Smirnov test: D = 1.0000, p = 10^-8685.60 (asymptotic)\n"));
  CHECK(contains(text,
                 "- Ratio of geometric means A / B (Welch on logarithms): 1.2500, 95 % interval [1.1250, 1.5000], "
                 "p = 0.0312\n"));
  CHECK(contains(text, "- Bootstrap of the ratio of means A / B: 95 % interval [1.0625, 1.7500]\n"));
  CHECK(
      contains(text, "- Equivalence, A - B within [-3, 3] (two one-sided tests, alpha 0.05): not shown, p = 0.2500\n"));
  CHECK(contains(text,
                 "- Equivalence, ratio A / B within [0.95, 1.05] (two one-sided tests, alpha 0.05): shown, p below "
                 "10^-300\n"));
  comparison.mann_whitney->p_value.reset();
  CHECK(contains(report_of(comparison), "U = 575.5, p not computable (exact)"));
}

TEST_CASE("quantiles are a table with a row for runs and one for samples") {
  Comparison comparison = aprender_against_pytorch();
  CHECK_FALSE(contains(report_of(comparison), "Quantile"));
  comparison.quantiles = {
      {.p = 0.99,
       .of_runs = QuantileContrast{2, 4, {-2, Interval{-3, -1}}, Estimate{0.5, Interval{0.25, 0.75}}},
       .pooled = {3, 4, {-1, {}}, {}},
       .samples_needed = 368}};
  const std::string text = report_of(comparison);
  CHECK(contains(text, "| p99      | runs        |         2.000 |        4.000 |  -2.00 | [-3.00, -1.00] |"));
  CHECK(contains(text, "| p99      | all samples |         3.000 |        4.000 |"));
}

TEST_CASE("dependent samples have a line with what they are worth") {
  Comparison comparison = aprender_against_pytorch();
  comparison.dependence_corrected =
      DependenceCorrected{1234, 20, {}, Welch{-3, 9, 1, 0.015, -1.82}, {}, Ratio{9.5, Fieller{8, 11, 9, true}, {}, {}}};
  const std::string text = report_of(comparison);
  CHECK(contains(text,
                 "- Dependent samples counted as what they are worth (candidate 1,234, baseline 20): ratio of means "
                 "9.5000, 95 % interval [8.0000, 11.0000] (Fieller), p = 0.0150\n"));
  CHECK(contains(text, "**Inconclusive**: 9.50x as good, 95 % interval [8.00, 11.00]"));
}

TEST_CASE("files without a pair say how to make one") {
  const std::string text = report_of(
      ComparisonSet{.comparisons = {}, .unmatched_candidate = {"x"}, .unmatched_baseline = {"y", "z"}, .warnings = {}});
  CHECK(contains(text, "--match 'A name=B name'"));
  CHECK(contains(text, "Without a partner in the baseline (1):\n\n- x\n"));
  CHECK(contains(text, "Without a partner in the candidate (2):\n\n- y\n- z\n"));
}

TEST_CASE("of many results without a partner some are named and all are counted") {
  ComparisonSet set{};
  for (int i = 1; i <= 10; ++i) {
    set.unmatched_baseline.push_back(fmt::format("row {}", i));
  }
  const std::string text = report_of(set);
  CHECK(contains(text, "Without a partner in the candidate (10):\n\n- row 1\n"));
  CHECK(contains(text, "- row 8\n- and 2 more (`--format json` names all)\n"));
  CHECK_FALSE(contains(text, "row 9"));
}

TEST_CASE("the margin runs as the ratio does: turned over for times, as given for rates") {
  Comparison comparison = aprender_against_pytorch();
  comparison.verdict = {Outcome::improved, true, {0.9, 1.25}, "so"};
  CHECK(contains(report_of(comparison), "Why: so; margin: 0.8000 to 1.1111 times as good."));
  comparison.candidate.better = comparison.baseline.better = Better::higher;
  CHECK(contains(report_of(comparison), "Why: so; margin: 0.9000 to 1.2500 times as good."));
}

TEST_CASE("two sides of one name are told apart by their roles") {
  Comparison comparison = aprender_against_pytorch();
  comparison.candidate.name = comparison.baseline.name = "router";
  const std::string text = report_of(comparison);
  CHECK(contains(text, "| router (candidate) |"));
  CHECK(contains(text, "| router (baseline)  |"));
}

TEST_CASE("what else differs stands above the statistics, and the summary has no statistics") {
  Comparison comparison = aprender_against_pytorch();
  comparison.warnings.push_back({WarningCode::skewed, "x", "a tail"});
  ComparedFile file{
      .candidate = "a",
      .baseline = "b",
      .set = {.comparisons = {comparison}, .unmatched_candidate = {}, .unmatched_baseline = {}, .warnings = {}},
      .differences = {"CPU: A in the baseline, B now"}};
  const std::string all = comparison_report(file);
  CHECK(contains(all, "What else differs between the sides:\n\n- CPU: A in the baseline, B now\n"));
  CHECK(all.find("What else differs") < all.find("## LogisticRegression"));
  const std::string summary = comparison_report(file, ComparisonDetail::summary);
  CHECK(contains(summary, "| LogisticRegression |       0.5300 us |"));
  CHECK(contains(summary, "- CPU: A in the baseline, B now\n"));
  CHECK(contains(summary, "(skewed): a tail"));
  CHECK_FALSE(contains(summary, "Welch"));
  CHECK(contains(summary, "Files do not tell whether the sides took turns."));
  file.differences.clear();
  CHECK_FALSE(contains(comparison_report(file), "What else differs"));
  file.baseline = file.candidate;
  CHECK(contains(comparison_report(file), "Both sides are the same file.\n"));
}
