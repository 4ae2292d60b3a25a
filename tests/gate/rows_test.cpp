#include "moebench/gate/rows.hpp"

#include <cmath>

#include <doctest/doctest.h>

#include "gate/sides.hpp"

using doctest::Approx;
using gate_test::result_of;
using gate_test::scaled;
using gate_test::set_of;
using gate_test::set_of_runs;
using moebench::core::Better;
using moebench::core::GateMetric;
using moebench::core::GateRow;
using moebench::core::Outcome;
using moebench::core::ResultSet;
using moebench::gate::Design;
using moebench::gate::judge;
using moebench::gate::RowOptions;

namespace {

// Twelve runs within 1 % of 100.
const std::vector<double> k_runs{100.1, 99.6, 100.4, 99.9, 100.7, 99.3, 100.2, 99.8, 100.5, 99.5, 100.3, 99.7};
const std::vector<double> k_other{99.8, 100.2, 99.5, 100.6, 100.0, 99.7, 100.3, 99.9, 100.1, 99.4, 100.4, 99.6};

GateRow only_row(const ResultSet& candidate, const ResultSet& baseline, Design design, const RowOptions& options = {}) {
  const auto rows = judge(candidate, baseline, design, options);
  REQUIRE(rows.has_value());
  REQUIRE(rows->rows.size() == 1);
  return rows->rows.front();
}

Outcome outcome_at(double factor, Design design, const RowOptions& options = {}) {
  return only_row(set_of_runs(scaled(k_runs, factor)), set_of_runs(k_other), design, options).verdict.outcome;
}

}  // namespace

TEST_CASE("rows: the interval against the margin decides, in both designs") {
  for (const Design design : {Design::pairs, Design::independent}) {
    CHECK(outcome_at(1.00, design) == Outcome::equivalent);
    CHECK(outcome_at(1.05, design) == Outcome::regressed);
    CHECK(outcome_at(1 / 1.05, design) == Outcome::improved);
    CHECK(outcome_at(1.03, design) == Outcome::inconclusive);
  }
}

TEST_CASE("rows: where higher is better, less is a regression") {
  ResultSet candidate = set_of_runs(scaled(k_runs, 0.9));
  ResultSet baseline = set_of_runs(k_other);
  for (ResultSet* set : {&candidate, &baseline}) {
    set->results.front().series.unit = "1/s";
    set->results.front().series.better = Better::higher;
  }
  CHECK(only_row(candidate, baseline, Design::pairs).verdict.outcome == Outcome::regressed);
  CHECK(only_row(baseline, candidate, Design::pairs).verdict.outcome == Outcome::improved);
}

TEST_CASE("rows: figures, ratio and Welch's interval on logarithms") {
  const GateRow row = only_row(set_of_runs({110, 112, 114}), set_of_runs({100, 101, 105}), Design::independent);
  // R: a <- log(c(110,112,114)); b <- log(c(100,101,105)); exp(c(mean(a), mean(b), mean(a)-mean(b)));
  //    exp(t.test(a, b)$conf.int); 1 - pt((mean(a)-mean(b)-log(1.03))/t.test(a,b)$stderr, t.test(a,b)$parameter)
  CHECK(row.candidate.figure == Approx(111.98809397248392).epsilon(1e-12));
  CHECK(row.baseline.figure == Approx(101.97731137033392).epsilon(1e-12));
  CHECK(row.ratio->value == Approx(1.09816676344599).epsilon(1e-12));
  CHECK(row.ratio->interval->lower == Approx(1.04166630357554).epsilon(1e-10));
  CHECK(row.ratio->interval->upper == Approx(1.15773183427162).epsilon(1e-10));
  CHECK(row.slower->p == Approx(0.0145542682149618).epsilon(1e-9));
}

TEST_CASE("rows: pairs keep a drift out that would hide the difference from independent sides") {
  std::vector<double> baseline;
  std::vector<double> candidate;
  for (int i = 0; i < 12; ++i) {
    baseline.push_back(100 + 5 * i + 0.1 * (i % 3));
    candidate.push_back(1.06 * (100 + 5 * i) + 0.1 * (i % 2));
  }
  CHECK(only_row(set_of_runs(candidate), set_of_runs(baseline), Design::pairs).verdict.outcome == Outcome::regressed);
  CHECK(only_row(set_of_runs(candidate), set_of_runs(baseline), Design::independent).verdict.outcome ==
        Outcome::inconclusive);
}

TEST_CASE("rows: one run says nothing, and no gate fails on it") {
  const GateRow row = only_row(set_of_runs({200}), set_of_runs(k_other), Design::independent);
  CHECK(row.verdict.outcome == Outcome::inconclusive);
  CHECK_FALSE(row.verdict.replicated);
  CHECK(row.verdict.reason.contains("not replicated"));
  CHECK(row.ratio->value == Approx(2).epsilon(0.01));
  CHECK_FALSE(row.ratio->interval.has_value());
}

TEST_CASE("rows: pairs that are too few for the level are inconclusive and say so") {
  const GateRow row = only_row(set_of_runs({110, 111, 112}), set_of_runs({100, 101, 102}), Design::pairs);
  CHECK(row.verdict.outcome == Outcome::inconclusive);
  CHECK(row.verdict.reason.contains("3 pairs are too few"));
}

TEST_CASE("rows: a step of a clock that is coarser than the margin is no change, more than a step is") {
  // Medians of 70 and 80 ns by a clock of 10 ns: one step is 14 %, whatever the difference is.
  const gate_test::Runs fast(12, {0.06, 0.07, 0.07, 0.07, 0.07, 0.08, 0.08});
  const gate_test::Runs slow(12, {0.07, 0.07, 0.08, 0.08, 0.08, 0.08, 0.09});
  const GateRow row = only_row(set_of({result_of("bench", slow)}), set_of({result_of("bench", fast)}), Design::pairs);
  CHECK(row.verdict.outcome == Outcome::inconclusive);
  CHECK(row.ratio->interval->lower == Approx(8.0 / 7 / (1 + 1.0 / 7)));
  CHECK(row.ratio->interval->upper == Approx(8.0 / 7 * (1 + 1.0 / 7)));
  const gate_test::Runs slowest(12, {0.20, 0.21, 0.21, 0.21, 0.21, 0.22, 0.22});
  CHECK(only_row(set_of({result_of("bench", slowest)}), set_of({result_of("bench", fast)}), Design::pairs)
            .verdict.outcome == Outcome::regressed);
  // Means tell apart what steps hide.
  RowOptions by_mean;
  by_mean.metrics = {GateMetric::mean};
  gate_test::Runs varied = slow;
  for (std::size_t i = 0; i < varied.size(); ++i) {
    varied[i].push_back(i % 2 == 0 ? 0.08 : 0.09);
  }
  CHECK(only_row(set_of({result_of("bench", varied)}), set_of({result_of("bench", fast)}), Design::pairs, by_mean)
            .verdict.outcome == Outcome::regressed);
}

TEST_CASE("rows: counts that never vary are judged exactly") {
  const auto allocations = [](double count) {
    ResultSet set = set_of_runs({count, count, count});
    set.results.front().series.unit = "allocs";
    return set;
  };
  CHECK(only_row(allocations(24), allocations(24), Design::independent).verdict.outcome == Outcome::equivalent);
  CHECK(only_row(allocations(26), allocations(24), Design::independent).verdict.outcome == Outcome::regressed);
  // Times that do not vary were rounded, by who knows how much.
  CHECK(only_row(set_of_runs({105, 105}), set_of_runs({100, 100}), Design::independent).verdict.outcome ==
        Outcome::inconclusive);
}

TEST_CASE("rows: what has no ratio is inconclusive") {
  CHECK(only_row(set_of_runs({0, 1, 2}), set_of_runs({1, 2, 3}), Design::independent)
            .verdict.reason.contains("not above 0"));
  ResultSet other_unit = set_of_runs(k_runs);
  other_unit.results.front().series.unit = "B";
  CHECK(only_row(other_unit, set_of_runs(k_other), Design::pairs).verdict.reason.contains("different units"));
  CHECK(only_row(set_of_runs({1, 2}), set_of_runs({1, 2, 3}), Design::pairs).verdict.reason.contains("no pairs"));
}

TEST_CASE("rows: many rows are adjusted together") {
  // One of 40 results lies just beyond the margin; alone it would be a regression.
  std::vector<moebench::core::BenchmarkResult> candidates;
  std::vector<moebench::core::BenchmarkResult> baselines;
  const std::vector<double> wide{100, 104, 97, 101, 99, 103};
  for (int i = 0; i < 40; ++i) {
    const double factor = i == 0 ? 1.09 : 1.0;
    candidates.push_back(set_of_runs(scaled({101, 98, 103, 100, 97, 102}, factor), "b" + std::to_string(i)).results[0]);
    baselines.push_back(set_of_runs(wide, "b" + std::to_string(i)).results[0]);
  }
  RowOptions alone;
  alone.only = {"b0"};
  CHECK(only_row(set_of(candidates), set_of(baselines), Design::independent, alone).verdict.outcome ==
        Outcome::regressed);
  const auto all = judge(set_of(candidates), set_of(baselines), Design::independent, {});
  REQUIRE(all.has_value());
  CHECK(all->rows.size() == 40);
  CHECK(all->rows[0].slower->adjusted_p == Approx(40 * all->rows[0].slower->p));
  CHECK(all->rows[0].verdict.outcome == Outcome::inconclusive);
  CHECK(all->rows[0].verdict.reason.contains("every row counted"));
  RowOptions bh;
  bh.adjustment = moebench::core::Adjustment::benjamini_hochberg;
  const auto by_bh = judge(set_of(candidates), set_of(baselines), Design::independent, bh);
  CHECK(by_bh->rows[1].slower->adjusted_p <= all->rows[1].slower->adjusted_p);
}

TEST_CASE("rows: margins by name, by metric and from a calibration") {
  RowOptions options;
  options.margins.rules = {{"ben*", 0.2}};
  CHECK(outcome_at(1.05, Design::pairs, options) == Outcome::equivalent);
  options.margins.rules = {{"p50", 0.2}, {"bench", 0.01}};
  CHECK(outcome_at(1.05, Design::pairs, options) == Outcome::regressed);
  options.margins.rules = {{"other", 0.2}};
  CHECK(outcome_at(1.05, Design::pairs, options) == Outcome::regressed);
  moebench::core::Calibration calibration{};
  calibration.blocks = 36;
  calibration.rows.push_back({.name = "bench", .metric = GateMetric::p50, .sd_of_runs = 0.06, .noise_floor = 0.08});
  options.margins.calibration = calibration;
  const GateRow row = only_row(set_of_runs(scaled(k_runs, 1.05)), set_of_runs(k_other), Design::pairs, options);
  CHECK(row.verdict.margin.high == Approx(1.03));
  CHECK(row.claims.high == Approx(std::exp(std::log(1.08) * std::sqrt(3.0))));  // 12 pairs, the floor's gates had 36
  CHECK(row.verdict.outcome == Outcome::inconclusive);
  CHECK(row.verdict.reason.contains("noise floor"));
  CHECK(only_row(set_of_runs(scaled(k_runs, 1 / 1.05)), set_of_runs(k_other), Design::pairs, options)
            .verdict.reason.contains("noise floor"));
  // Beyond the floor a change is claimed all the same.
  CHECK(outcome_at(1.3, Design::pairs, options) == Outcome::regressed);
  // Runs that did not take turns: 1.96 standard errors of how runs vary.
  const GateRow apart = only_row(set_of_runs(scaled(k_runs, 1.05)), set_of_runs(k_other), Design::independent, options);
  CHECK(apart.claims.high == Approx(std::exp(1.959963984540054 * 0.06 * std::sqrt(2.0 / 12))));
}

TEST_CASE("rows: many rows and few pairs claim nothing, and say how many would do") {
  std::vector<moebench::core::BenchmarkResult> candidates;
  std::vector<moebench::core::BenchmarkResult> baselines;
  for (int i = 0; i < 12; ++i) {
    const double factor = i == 0 ? 2 : 1;
    candidates.push_back(set_of_runs(scaled(k_runs, factor), "b" + std::to_string(i)).results[0]);
    baselines.push_back(set_of_runs(k_other, "b" + std::to_string(i)).results[0]);
  }
  RowOptions strict;
  strict.alpha = 0.001;  // 12 rows of 12 pairs have no p below 12 / 4096
  const auto rows = judge(set_of(candidates), set_of(baselines), Design::pairs, strict);
  REQUIRE(rows.has_value());
  CHECK(rows->rows[0].verdict.outcome == Outcome::inconclusive);
  CHECK(rows->rows[0].runs_needed == 15);  // 12 / 2^15 is below 0.0005, 12 / 2^14 is not
}

TEST_CASE("rows: an inconclusive row says how many runs would settle it") {
  const GateRow row = only_row(set_of_runs(scaled(k_runs, 1.031)), set_of_runs(k_other), Design::pairs);
  CHECK(row.verdict.outcome == Outcome::inconclusive);
  REQUIRE(row.runs_needed.has_value());
  CHECK(*row.runs_needed > 12);
  CHECK(*row.runs_needed < 1000);
}

TEST_CASE("rows: scale does not matter, and sides swapped give the mirror image") {
  const GateRow row = only_row(set_of_runs(scaled(k_runs, 1.05)), set_of_runs(k_other), Design::pairs);
  const GateRow large = only_row(set_of_runs(scaled(k_runs, 1.05e6)), set_of_runs(scaled(k_other, 1e6)), Design::pairs);
  CHECK(large.ratio->value == Approx(row.ratio->value).epsilon(1e-12));
  CHECK(large.verdict.outcome == row.verdict.outcome);
  const GateRow swapped = only_row(set_of_runs(k_other), set_of_runs(scaled(k_runs, 1.05)), Design::pairs);
  CHECK(swapped.ratio->value == Approx(1 / row.ratio->value).epsilon(1e-12));
  CHECK(swapped.ratio->interval->lower == Approx(1 / row.ratio->interval->upper).epsilon(1e-12));
  CHECK(swapped.verdict.outcome == Outcome::improved);
}

TEST_CASE("rows: nothing to judge is an error") {
  const auto rows = judge(set_of_runs(k_runs, "one"), set_of_runs(k_other, "other"), Design::pairs, {});
  REQUIRE_FALSE(rows.has_value());
  CHECK(rows.error().message.contains("--match"));
  CHECK(rows.error().message.ends_with(".\nIt has:\n  one\nThe baseline has:\n  other"));
  RowOptions narrow;
  narrow.only = {"onee"};
  const auto none = judge(set_of_runs(k_runs, "one"), set_of_runs(k_other, "one"), Design::pairs, narrow);
  REQUIRE_FALSE(none.has_value());
  CHECK(none.error().message == "nothing that has a partner in the baseline fits --only onee. These have one:\n  one");
  RowOptions options;
  options.matches = {"one=other"};
  CHECK(judge(set_of_runs(k_runs, "one"), set_of_runs(k_other, "other"), Design::pairs, options).has_value());
}
