#include <cmath>
#include <set>
#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "contains.hpp"
#include "moebench/charts/comparison_charts.hpp"
#include "moebench/charts/sample_charts.hpp"
#include "moebench/charts/trend_charts.hpp"
#include "palette.hpp"

using namespace moebench;
using nlohmann::json;
using test::contains;

namespace {

core::SampleCurves curves() {
  return {
      .name = "r",
      .metric = "time",
      .unit = "us",
      .window = {0.001, 0.005},
      .density = {{0.001, 100}, {0.003, 300}, {0.005, 100}},
      .bandwidth = 0.0005,
      .ecdf = {{0.001, 0.2}, {0.003, 0.6}, {0.009, 1}},
      .box = {0.001, 0.002, 0.003, 0.004, 0.005},
      .over_time = {{0, 0, 2, 0.001, 0.001, 0.002, 0.003, 0.003},
                    {0, 2, 4, 0.002, 0.002, 0.003, 0.005, 0.009},
                    {1, 0, 3, 0.001, 0.001, 0.003, 0.004, 0.004}},
      .quantiles =
          {{.p = 0.5,
            .value = 0.003,
            .lower = 0.002,
            .upper = 0.004,
            .lower_rank = {},
            .upper_rank = {},
            .coverage = 0.95},
           {.p = 0.9, .value = 0.008, .lower = {}, .upper = {}, .lower_rank = {}, .upper_rank = {}, .coverage = 0.5}},
      .runs = {{.run = 0,
                .samples = 4,
                .q1 = 0.002,
                .median = 0.003,
                .q3 = 0.004,
                .mean = 0.0035,
                .quantiles = {{0.5, 0.003}}},
               {.run = 1,
                .samples = 3,
                .q1 = 0.001,
                .median = 0.003,
                .q3 = 0.004,
                .mean = 0.0025,
                .quantiles = {{0.5, 0.003}}}}};
}

core::Description description() {
  core::Description made{};
  made.name = "r";
  made.summary.n = 7;
  made.summary.level = 0.95;
  made.summary.between_runs = core::BetweenRuns{.runs = 2,
                                                .df = 1,
                                                .mean = {0.003, core::Interval{0.002, 0.004}},
                                                .sd_of_means = 0.0005,
                                                .p50 = {},
                                                .p95 = {},
                                                .p99 = {}};
  made.histogram = core::Histogram{.from = 0.001, .width = 0.002, .counts = {4, 2}, .below = 0, .above = 1};
  made.changes = {{.run = 1, .sample = 2, .before = 0.001, .after = 0.004}};
  return made;
}

/// All rows of data of a chart, layer by layer.
json rows(const charts::Chart& chart) {
  json all = json::array();
  const json spec = json::parse(chart.spec);
  for (const json& layer : spec.at("layer")) {
    all.push_back(layer.at("data").at("values"));
  }
  return all;
}

const charts::Chart& ending(const std::vector<charts::Chart>& all, const std::string& end) {
  for (const charts::Chart& chart : all) {
    if (chart.id.ends_with(end)) {
      return chart;
    }
  }
  FAIL("no chart ends with ", end);
  return all.front();
}

}  // namespace

TEST_CASE("an id is letters, digits and hyphens, and never empty") {
  CHECK(charts::id_of("registry/rcu (owned)") == "registry-rcu-owned");
  CHECK(charts::id_of("PyTorch 1.13") == "pytorch-1-13");
  CHECK(charts::id_of("../../etc") == "etc");
  CHECK(charts::id_of("ä") == "chart");
  CHECK(charts::id_of("") == "chart");
}

TEST_CASE("a result has five charts, each complete in itself and described in words") {
  const auto all = charts::sample_charts(curves(), description(), "f1");
  REQUIRE(all.size() == 5);
  std::set<std::string> ids;
  for (const charts::Chart& chart : all) {
    CHECK(chart.id.starts_with("f1-"));
    CHECK(ids.insert(chart.id).second);
    CHECK(chart.description.size() > 20);
    const json spec = json::parse(chart.spec);
    CHECK(contains(spec.at("$schema").get<std::string>(), "vega-lite/v6"));
    CHECK(spec.at("description") == chart.description);
    for (const json& layer : spec.at("layer")) {
      CHECK_FALSE(layer.at("data").at("values").empty());
    }
  }
}

TEST_CASE("microseconds below one are drawn as nanoseconds, densities per nanosecond") {
  const auto all = charts::sample_charts(curves(), description(), "f1");
  const charts::Chart& chart = ending(all, "-distribution");
  CHECK(contains(chart.spec, "\"time (ns)\""));
  const json bars = rows(chart)[0];
  CHECK(bars[0].at("from") == 1.0);
  CHECK(bars[0].at("to") == 3.0);
  CHECK(bars[0].at("samples") == 4);
  CHECK(bars[0].at("density").get<double>() == doctest::Approx(4.0 / 7 / 2));
  CHECK(rows(chart)[1][1].at("density").get<double>() == doctest::Approx(0.3));
  CHECK(contains(chart.description, "half of them lie between 2 ns and 4 ns, the median is 3 ns"));
  CHECK(contains(chart.description, "14.286 % of the samples lie above"));
}

TEST_CASE("runs stand one behind the other over time, changes at their place among them") {
  const auto all = charts::sample_charts(curves(), description(), "f1");
  const charts::Chart& chart = ending(all, "-over-time");
  const json layers = rows(chart);
  CHECK(layers[2][0].at("at") == 1.5);
  CHECK(layers[2][2].at("at") == 6.0);  // the second run's samples are the fifth to the seventh
  CHECK(layers[3][0].at("at") == 4.5);  // between the runs
  CHECK(layers[4][0].at("at") == 6.5);  // before the third sample of the second run
  CHECK(contains(chart.description, "1 change of level (orange)"));
  CHECK(contains(chart.description, "cut off at the edge"));
}

TEST_CASE("quantiles without both limits are drawn without an interval") {
  const json points = rows(ending(charts::sample_charts(curves(), description(), "f1"), "-quantiles")).back();
  CHECK(points[0].at("lower") == 2.0);
  CHECK_FALSE(points[1].contains("lower"));
  CHECK(points[1].at("at").get<double>() == doctest::Approx(std::log(9.0)));
}

TEST_CASE("the runs' band is the interval between them, and one run has none") {
  auto one_run = description();
  one_run.summary.between_runs.reset();
  const auto with = charts::sample_charts(curves(), description(), "f1");
  const auto without = charts::sample_charts(curves(), one_run, "f1");
  CHECK(rows(ending(with, "-runs"))[0][0].at("lower") == 2.0);
  CHECK(contains(ending(with, "-runs").description, "2 ns to 4 ns"));
  CHECK(contains(ending(without, "-runs").description, "the runs' means do not vary"));
  auto single = curves();
  single.runs.pop_back();
  single.over_time.pop_back();
  CHECK(contains(ending(charts::sample_charts(single, one_run, "f1"), "-runs").description, "one run tells nothing"));
  CHECK(rows(ending(without, "-runs")).size() + 1 == rows(ending(with, "-runs")).size());
}

TEST_CASE("a name that is no UTF-8 does not break the specification") {
  auto broken = curves();
  broken.metric = "time \xff";
  for (const charts::Chart& chart : charts::sample_charts(broken, description(), "f1")) {
    CHECK_FALSE(json::parse(chart.spec, nullptr, false).is_discarded());
  }
}

TEST_CASE("ratios stand against the margin in the verdict's colour, and those without a ratio are counted") {
  core::Comparison comparison{};
  comparison.name = "a";
  comparison.level = 0.95;
  comparison.ratio = core::Ratio{.estimate = 0.8,
                                 .fieller = core::Fieller{.lower = 0.7, .upper = 0.9, .df = 5, .bounded = true},
                                 .delta = {},
                                 .delta_log = {}};
  comparison.verdict.outcome = core::Outcome::improved;
  core::Comparison without = comparison;
  without.name = "b";
  without.ratio.reset();
  const auto chart = charts::ratio_chart(
      {.comparisons = {comparison, without}, .unmatched_candidate = {}, .unmatched_baseline = {}, .warnings = {}},
      "ratios");
  const json layers = rows(chart);
  CHECK(layers[0][0].at("low") == 0.95);
  CHECK(layers[0][0].at("high") == 1.05);
  CHECK(layers.back().size() == 1);
  CHECK(layers.back()[0].at("ratio") == 0.8);
  CHECK(layers.back()[0].at("upper") == 0.9);
  CHECK(layers.back()[0].at("verdict") == "improved");
  CHECK(contains(chart.description, "1 without a ratio left out"));
  CHECK(contains(chart.spec, std::string{charts::k_blue.light}));
}

TEST_CASE("what has no interval to draw is told") {
  core::Comparison comparison{};
  comparison.name = "a";
  comparison.level = 0.95;
  comparison.ratio = core::Ratio{.estimate = 0.8,
                                 .fieller = core::Fieller{.lower = -0.1, .upper = 0.9, .df = 1, .bounded = true},
                                 .delta = {},
                                 .delta_log = {}};
  const auto chart = charts::ratio_chart(
      {.comparisons = {comparison}, .unmatched_candidate = {}, .unmatched_baseline = {}, .warnings = {}}, "ratios");
  CHECK(contains(chart.description, "; where it reaches 0 or has no end it is not drawn (1 of them)."));
}

TEST_CASE(
    "an axis of ratios is linear over a narrow range and has round ticks over a wide one, with room at its ends") {
  core::Comparison comparison{};
  comparison.name = "a";
  comparison.level = 0.95;
  const auto x_of = [&](double ratio) {
    comparison.ratio = core::Ratio{.estimate = ratio, .fieller = {}, .delta = {}, .delta_log = {}};
    const auto chart = charts::ratio_chart(
        {.comparisons = {comparison}, .unmatched_candidate = {}, .unmatched_baseline = {}, .warnings = {}}, "ratios");
    return json::parse(chart.spec).at("layer").back().at("encoding").at("x");
  };
  const json narrow = x_of(0.9);
  CHECK_FALSE(narrow.at("scale").contains("type"));
  CHECK_FALSE(narrow.at("axis").contains("format"));
  CHECK(narrow.at("scale").at("domain")[0].get<double>() < 0.9);
  CHECK(narrow.at("scale").at("domain")[1].get<double>() > 1.05);
  const json wide = x_of(0.02);
  CHECK(wide.at("scale").at("type") == "log");
  CHECK(wide.at("axis").at("values") == json{0.02, 0.05, 0.1, 0.2, 0.5, 1.0});
  CHECK(x_of(1e-9).at("axis").at("values").size() == 10);
}

TEST_CASE("equal values stand in the middle of an axis that has several labels") {
  core::SampleCurves equal = curves();
  equal.window = {0.003, 0.003};
  for (const char* end : {"-distribution", "-ecdf"}) {
    const json spec = json::parse(ending(charts::sample_charts(equal, description(), "f1"), end).spec);
    const json domain = spec.at("layer").back().at("encoding").at("x").at("scale").at("domain");
    CHECK(domain[0].get<double>() == doctest::Approx(2.85));
    CHECK(domain[1].get<double>() == doctest::Approx(3.15));
  }
}

TEST_CASE("the share of samples never falls, wherever the window begins and ends") {
  core::SampleCurves outlying = curves();
  outlying.ecdf = {{0.0001, 0.2}, {0.003, 0.6}, {0.09, 1}};
  const json drawn = rows(ending(charts::sample_charts(outlying, description(), "f1"), "-ecdf"))[0];
  for (std::size_t i = 1; i < drawn.size(); ++i) {
    CHECK(drawn[i - 1].at("value").get<double>() <= drawn[i].at("value").get<double>());
    CHECK(drawn[i - 1].at("share").get<double>() <= drawn[i].at("share").get<double>());
  }
  CHECK(drawn.size() == 5);
}

TEST_CASE("a shift function is drawn between runs only where every quantile has runs") {
  const core::QuantileContrast pooled{
      .candidate = 2, .baseline = 1, .difference = {}, .ratio = core::Estimate{2, core::Interval{1.5, 2.5}}};
  const core::QuantileContrast of_runs{
      .candidate = 3, .baseline = 1, .difference = {}, .ratio = core::Estimate{3, core::Interval{1, 9}}};
  core::Comparison comparison{};
  comparison.level = 0.95;
  const core::ComparedQuantile both{.p = 0.5, .of_runs = of_runs, .pooled = pooled, .samples_needed = {}};
  const core::ComparedQuantile one{.p = 0.9, .of_runs = {}, .pooled = pooled, .samples_needed = {}};
  CHECK(rows(charts::shift_chart(comparison, {both}, "s")).back()[0].at("ratio") == 3.0);
  CHECK(rows(charts::shift_chart(comparison, {both, one}, "s")).back()[0].at("ratio") == 2.0);
}

TEST_CASE("a scaling chart draws the law through its own points") {
  // sigma = kappa = 0: a straight line of 100/s for each thread.
  const core::Scaling curve{.name = "rcu",
                            .level = 0.95,
                            .runs = 1,
                            .points = {{1, {100, {}}}, {2, {200, {}}}, {4, {400, core::Interval{390, 410}}}},
                            .lambda_per_sec = {100, {}},
                            .sigma = {0, {}},
                            .kappa = {0, {}},
                            .peak_threads = {},
                            .max_relative_residual = 0};
  const json layers = rows(charts::scaling_chart({curve}, "s"));
  CHECK(layers[0].front().at("throughput") == 100.0);
  CHECK(layers[0].back().at("threads") == 4.0);
  CHECK(layers[0].back().at("throughput") == 400.0);
  CHECK(layers[2].size() == 3);
  CHECK(layers[2][2].at("upper") == 410.0);
  CHECK_FALSE(layers[2][0].contains("upper"));
}

TEST_CASE("a history's levels reach from their first to their last measurement, changes stand between") {
  core::HistorySeries series{
      .name = "router", .metric = "time", .unit = "us", .better = core::Better::lower, .machine = ""};
  for (int i = 0; i < 4; ++i) {
    series.points.push_back({.measurement = i + 1,
                             .commit = {.id = "abcdef0123456", .branch = "main", .time = i, .dirty = i == 3},
                             .value = i < 2 ? 5.0 : 7.0});
  }
  series.tested = true;
  series.levels = {{0, 2, {.n = 2, .mean = 5, .sd = {}}}, {2, 4, {.n = 2, .mean = 7, .sd = {}}}};
  series.changes = {{.at = 2,
                     .p_value = 0.01,
                     .ratio = {},
                     .status = core::ChangeStatus::confirmed,
                     .effect = core::ChangeEffect::regression,
                     .parameters = {}}};
  const auto chart = charts::history_chart(series, "router (GCC 13)", "h");
  const json layers = rows(chart);
  CHECK(layers[0][0].at("from").get<double>() == doctest::Approx(-0.4));
  CHECK(layers[0][0].at("to").get<double>() == doctest::Approx(1.4));
  CHECK(layers[1][3].at("commit") == "abcdef012+");
  CHECK(layers[2][0].at("at") == 1.5);
  CHECK(layers[2][0].at("effect") == "regression");
  CHECK(chart.title == "router (GCC 13) by commit");
  CHECK(contains(chart.description, "1 change found"));
}
