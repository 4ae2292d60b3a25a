#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "drawn_samples.hpp"

namespace moebench::charts {

using core::SampleCurves;

namespace {

/// Where each run's first sample stands when runs are laid one behind the other.
std::vector<std::size_t> places_of_runs(const SampleCurves& curves) {
  std::vector<std::size_t> starts;
  std::size_t next = 0;
  std::size_t run = 0;
  for (const core::RunFigures& figures : curves.runs) {
    for (; run <= figures.run; ++run) {
      starts.push_back(next);
    }
    next += figures.samples;
  }
  return starts;
}

}  // namespace

Chart over_time_chart(const DrawnSamples& drawn) {
  const SampleCurves& curves = drawn.curves;
  const std::vector<std::size_t> starts = places_of_runs(curves);
  Json data = Json::array();
  // What is shown reaches over the distribution's window and every block's middle; spikes beyond it are cut off, so
  // that they do not flatten the level.
  double least = curves.window.lower;
  double most = curves.window.upper;
  std::size_t cut_off = 0;
  for (const core::TimeBlock& block : curves.over_time) {
    const double middle = static_cast<double>(starts[block.run]) + static_cast<double>(block.from + block.to - 1) / 2;
    data.push_back({{"at", middle + 1},
                    {"run", block.run + 1},
                    {"least", drawn.in_unit(block.least)},
                    {"low", drawn.in_unit(block.low)},
                    {"median", drawn.in_unit(block.median)},
                    {"high", drawn.in_unit(block.high)},
                    {"most", drawn.in_unit(block.most)}});
    least = std::min(least, block.low);
    most = std::max(most, block.high);
  }
  for (const core::TimeBlock& block : curves.over_time) {
    cut_off += block.least < least || block.most > most ? 1U : 0U;
  }
  Json x = quantitative("at", curves.runs.size() > 1 ? "sample, run after run" : "sample");
  x["scale"] = {{"nice", false}, {"zero", false}, {"padding", 6}};
  x["axis"] = {{"grid", false}, {"labelOverlap", "greedy"}, {"tickMinStep", 1}};
  x["axis"]["tickCount"] = ticks_along_x();
  Json y = measured("median", drawn.axis_title(), {drawn.in_unit(least), drawn.in_unit(most)});
  Json low = y;
  low["field"] = "low";
  Json bottom = y;
  bottom["field"] = "least";
  const Json run{{"field", "run"}, {"type", "nominal"}};
  const Json tip = tooltip({{"run", "run"},
                            {"at", "sample"},
                            {"least", "least"},
                            {"low", "p10"},
                            {"median", "median"},
                            {"high", "p90"},
                            {"most", "greatest"}});
  std::vector<Json> layers{
      layer(data, mark("area", k_pale_blue, {{"opacity", 0.35}, {"clip", true}}),
            {{"x", x}, {"y", bottom}, {"y2", {{"field", "most"}}}, {"detail", run}}),
      layer(data, mark("area", k_pale_blue, {{"clip", true}}),
            {{"x", x}, {"y", low}, {"y2", {{"field", "high"}}}, {"detail", run}}),
      layer(
          std::move(data),
          mark("line", k_blue,
               {{"strokeWidth", 1.3},
                {"point", curves.over_time.size() <= 60 ? Json{{"size", 14}, {"color", k_blue.light}} : Json(false)}}),
          {{"x", x}, {"y", y}, {"detail", run}, {"tooltip", tip}})};
  Json borders = Json::array();
  for (std::size_t i = 1; i < curves.runs.size(); ++i) {
    borders.push_back({{"at", static_cast<double>(starts[curves.runs[i].run]) + 0.5}});
  }
  if (!borders.empty()) {
    layers.push_back(layer(std::move(borders), mark("rule", k_muted, {{"strokeDash", {2, 3}}}), {{"x", x}}));
  }
  Json changes = Json::array();
  for (const core::LevelChange& change : drawn.description.changes) {
    if (change.run < starts.size()) {
      changes.push_back({{"at", static_cast<double>(starts[change.run] + change.sample) + 0.5},
                         {"run", change.run + 1},
                         {"before", drawn.in_unit(change.before)},
                         {"after", drawn.in_unit(change.after)}});
    }
  }
  const std::size_t found = changes.size();
  constexpr std::size_t few = 12;  // more of them would hide the samples
  if (found > 0) {
    layers.push_back(layer(
        std::move(changes),
        mark("rule", k_orange, found > few ? Json{{"strokeWidth", 1}, {"opacity", 0.5}} : Json{{"strokeWidth", 2}}),
        {{"x", x}, {"tooltip", tooltip({{"run", "run"}, {"before", "level before"}, {"after", "level after"}})}}));
  }
  const std::size_t per_point = curves.over_time.front().to - curves.over_time.front().from;
  return chart_of(
      drawn.prefix + "-over-time", "Over time",
      fmt::format(
          "Samples in the order in which they were taken{}; {}; {}.",
          per_point > 1 ? fmt::format(", a point for some {} of them: the line is their median, the band reaches from "
                                      "p10 to p90, the pale one from the least to the greatest{}",
                                      per_point, cut_off == 0 ? "" : ", cut off at the edge")
                        : "",
          curves.runs.size() > 1 ? fmt::format("{} runs, dotted lines between them", curves.runs.size()) : "one run",
          found == 0 ? "no change of level was found"
                     : fmt::format("{} change{} of level (orange)", found, found == 1 ? "" : "s")),
      std::move(layers));
}

Chart quantile_chart(const DrawnSamples& drawn) {
  const SampleCurves& curves = drawn.curves;
  Json pooled = Json::array();
  std::vector<double> shown;
  Reach reach{drawn.in_unit(curves.quantiles.front().value), drawn.in_unit(curves.quantiles.back().value)};
  for (const core::Quantile& quantile : curves.quantiles) {
    Json point{{"at", logit(quantile.p)}, {"p", percent_text(quantile.p)}, {"value", drawn.in_unit(quantile.value)}};
    if (quantile.lower && quantile.upper) {
      add_limits(point, drawn.in_unit(*quantile.lower), drawn.in_unit(*quantile.upper));
      reach.include(drawn.in_unit(*quantile.lower));
      reach.include(drawn.in_unit(*quantile.upper));
    } else {
      add_limits(point, {}, {});
    }
    pooled.push_back(std::move(point));
    shown.push_back(quantile.p);
  }
  Json of_runs = Json::array();
  for (const core::RunFigures& run : curves.runs) {
    for (const core::CurvePoint& quantile : run.quantiles) {
      of_runs.push_back({{"at", logit(quantile.x)},
                         {"run", run.run + 1},
                         {"p", percent_text(quantile.x)},
                         {"value", drawn.in_unit(quantile.y)}});
      reach.include(drawn.in_unit(quantile.y));
    }
  }
  Json x = quantitative("at", "quantile (logit scale)");
  x["scale"] = {{"nice", false}, {"zero", false}, {"padding", 8}};
  x["axis"] = quantile_axis(shown, {0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 0.999});
  const Json y = measured("value", drawn.axis_title(), reach);
  Json lower = y;
  lower["field"] = "lower";
  const Json tip = tooltip({{"p", "quantile", true}, {"value", drawn.unit.name}, {"limits", "interval", true}});
  std::vector<Json> layers;
  const bool has_own = curves.runs.size() > 1 && !of_runs.empty();
  if (has_own) {
    layers.push_back(
        layer(std::move(of_runs), mark("line", k_muted, {{"opacity", 0.55}, {"strokeWidth", 1}}),
              {{"x", x},
               {"y", y},
               {"detail", {{"field", "run"}, {"type", "nominal"}}},
               {"tooltip", tooltip({{"run", "run"}, {"p", "quantile", true}, {"value", drawn.unit.name}})}}));
  }
  layers.push_back(layer(with_intervals(pooled), mark("rule", k_blue, {{"strokeWidth", 4}, {"opacity", 0.45}}),
                         {{"x", x}, {"y", std::move(lower)}, {"y2", {{"field", "upper"}}}}));
  layers.push_back(layer(std::move(pooled), mark("point", k_blue, {{"filled", true}, {"size", 45}, {"opacity", 1}}),
                         {{"x", x}, {"y", y}, {"tooltip", tip}}));
  return chart_of(
      drawn.prefix + "-quantiles", "Quantiles",
      fmt::format("Quantiles of all samples, each with its {} interval as if samples were independent{}.",
                  percent_text(drawn.description.summary.level), has_own ? "; grey lines are the runs' own" : ""),
      std::move(layers));
}

Chart run_chart(const DrawnSamples& drawn) {
  const SampleCurves& curves = drawn.curves;
  Json data = Json::array();
  Reach reach{drawn.in_unit(curves.runs.front().q1), drawn.in_unit(curves.runs.front().q3)};
  for (const core::RunFigures& run : curves.runs) {
    for (const double value : {run.q1, run.q3, run.mean}) {
      reach.include(drawn.in_unit(value));
    }
    data.push_back({{"run", fmt::format("run {}", run.run + 1)},
                    {"samples", run.samples},
                    {"q1", drawn.in_unit(run.q1)},
                    {"median", drawn.in_unit(run.median)},
                    {"q3", drawn.in_unit(run.q3)},
                    {"mean", drawn.in_unit(run.mean)}});
  }
  const auto& between = drawn.description.summary.between_runs;
  if (between && between->mean.interval) {
    reach.include(drawn.in_unit(between->mean.interval->lower));
    reach.include(drawn.in_unit(between->mean.interval->upper));
  }
  const auto x = [&](const char* field) {
    Json channel = measured(field, drawn.axis_title(), reach);
    channel["axis"]["grid"] = true;
    channel["axis"]["tickCount"] = ticks_along_x();
    return channel;
  };
  const Json y{{"field", "run"}, {"type", "nominal"}, {"sort", nullptr}, {"title", nullptr}};
  const Json tip = tooltip({{"run", "run", true},
                            {"samples", "samples"},
                            {"q1", "first quartile"},
                            {"median", "median"},
                            {"q3", "third quartile"},
                            {"mean", "mean"}});
  std::vector<Json> layers;
  std::string interval = curves.runs.size() > 1 ? "; the runs' means do not vary, or are too few for an interval"
                                                : "; one run tells nothing of what a rerun would give";
  if (between && between->mean.interval) {
    const core::Interval& limits = *between->mean.interval;
    layers.push_back(
        layer(Json::array({{{"lower", drawn.in_unit(limits.lower)}, {"upper", drawn.in_unit(limits.upper)}}}),
              mark("rect", k_band, {{"opacity", 0.7}}),
              {{"x", x("lower")},
               {"x2", {{"field", "upper"}}},
               {"tooltip", tooltip({{"lower", "lower limit of the mean"}, {"upper", "upper limit of the mean"}})}}));
    interval =
        fmt::format("; the band is the {} interval of the mean, with the run as the unit: {}",
                    percent_text(drawn.description.summary.level), drawn.texts(limits.lower, limits.upper, " to "));
  }
  layers.push_back(layer(data, mark("rule", k_blue, {{"strokeWidth", 4}, {"opacity", 0.45}}),
                         {{"x", x("q1")}, {"x2", {{"field", "q3"}}}, {"y", y}, {"tooltip", tip}}));
  layers.push_back(layer(data, mark("point", k_blue, {{"filled", true}, {"size", 60}, {"opacity", 1}}),
                         {{"x", x("median")}, {"y", y}, {"tooltip", tip}}));
  layers.push_back(
      layer(std::move(data),
            mark("point", k_orange, {{"shape", "diamond"}, {"size", 55}, {"strokeWidth", 1.8}, {"opacity", 1}}),
            {{"x", x("mean")}, {"y", y}, {"tooltip", tip}}));
  const int height = std::clamp(40 + 22 * static_cast<int>(std::min<std::size_t>(curves.runs.size(), 40)), 90, 900);
  return chart_of(drawn.prefix + "-runs", "Run to run",
                  fmt::format("Each run's median (dot), middle half (bar) and mean (diamond){}.", interval),
                  std::move(layers), height);
}

}  // namespace moebench::charts
