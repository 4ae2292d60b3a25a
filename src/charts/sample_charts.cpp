#include "moebench/charts/sample_charts.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "spec.hpp"

namespace moebench::charts {
namespace {

using core::SampleCurves;

/// What the charts of one result share.
struct Drawn {
  const SampleCurves& curves;
  const core::Description& description;
  const std::string& prefix;
  Unit unit;

  double in_unit(double value) const { return value * unit.factor; }
  std::string axis_title() const { return fmt::format("{} ({})", curves.metric, unit.name); }
  std::string text(double value) const { return fmt::format("{:.4g} {}", in_unit(value), unit.name); }
};

double highest(const Drawn& drawn) {
  double most = 0;
  for (const core::CurvePoint& point : drawn.curves.density) {
    most = std::max(most, point.y / drawn.unit.factor);
  }
  if (drawn.description.histogram) {
    const core::Histogram& bins = *drawn.description.histogram;
    const auto n = static_cast<double>(drawn.description.summary.n);
    for (const std::uint64_t count : bins.counts) {
      most = std::max(most, static_cast<double>(count) / (n * drawn.in_unit(bins.width)));
    }
  }
  return most;
}

std::string beyond_text(const Drawn& drawn) {
  if (!drawn.description.histogram) {
    return "";
  }
  const core::Histogram& bins = *drawn.description.histogram;
  const auto n = static_cast<double>(drawn.description.summary.n);
  std::string text;
  const auto add = [&](std::uint64_t count, const char* side) {
    if (count > 0) {
      text += fmt::format("; {} of the samples lie {}",
                          percent_text(std::round(1e5 * static_cast<double>(count) / n) / 1e5), side);
    }
  };
  add(bins.below, "below");
  add(bins.above, "above");
  return text;
}

/// Tukey's box along the chart's upper edge.
std::vector<Json> box_layers(const Drawn& drawn, const Json& x_scale) {
  const core::Box& box = drawn.curves.box;
  const Json data = Json::array({{{"low", drawn.in_unit(box.whisker_low)},
                                  {"q1", drawn.in_unit(box.q1)},
                                  {"median", drawn.in_unit(box.median)},
                                  {"q3", drawn.in_unit(box.q3)},
                                  {"high", drawn.in_unit(box.whisker_high)}}});
  const Json tip = tooltip({{"low", "lower whisker"},
                            {"q1", "first quartile"},
                            {"median", "median"},
                            {"q3", "third quartile"},
                            {"high", "upper whisker"}});
  const auto x = [&](const char* field) {
    Json channel = quantitative(field, drawn.axis_title());
    channel["scale"] = x_scale;
    return channel;
  };
  const Json clip{{"clip", true}};
  return {layer(data, mark("rule", k_ink, clip),
                {{"x", x("low")}, {"x2", {{"field", "high"}}}, {"y", at_pixel(12)}, {"tooltip", tip}}),
          layer(data, mark("bar", k_band, {{"clip", true}, {"stroke", k_ink.light}, {"height", 14}}),
                {{"x", x("q1")}, {"x2", {{"field", "q3"}}}, {"y", at_pixel(12)}, {"tooltip", tip}}),
          layer(data, mark("rule", k_orange, {{"clip", true}, {"size", 2.5}}),
                {{"x", x("median")}, {"y", at_pixel(4)}, {"y2", at_pixel(20)}, {"tooltip", tip}})};
}

Chart distribution_chart(const Drawn& drawn) {
  const SampleCurves& curves = drawn.curves;
  // A window without width is widened, so that equal samples stand in the middle.
  const double slack =
      curves.window.upper > curves.window.lower ? 0 : std::max(std::abs(curves.window.lower) * 0.05, 1e-9);
  const Json x_scale{
      {"domain", {drawn.in_unit(curves.window.lower - slack), drawn.in_unit(curves.window.upper + slack)}},
      {"zero", false},
      {"nice", false}};
  const double top = highest(drawn);
  const Json y_scale = top > 0 ? Json{{"domain", {0, top * 1.22}}} : Json{{"domain", {0, 1}}};
  const std::string density_title = fmt::format("density (1/{})", drawn.unit.name);
  const Json y_axis{{"format", ".2~g"}, {"tickCount", 4}};
  std::vector<Json> layers;
  if (drawn.description.histogram) {
    const core::Histogram& bins = *drawn.description.histogram;
    const auto n = static_cast<double>(drawn.description.summary.n);
    Json data = Json::array();
    for (std::size_t bin = 0; bin < bins.counts.size(); ++bin) {
      const double from = drawn.in_unit(bins.from + bins.width * static_cast<double>(bin));
      const double to = drawn.in_unit(bins.from + bins.width * static_cast<double>(bin + 1));
      const auto count = static_cast<double>(bins.counts[bin]);
      data.push_back({{"from", from},
                      {"to", to},
                      {"samples", bins.counts[bin]},
                      {"share", count / n},
                      {"density", count / (n * (to - from))}});
    }
    Json x = quantitative("from", drawn.axis_title());
    x["bin"] = {{"binned", true}};
    x["scale"] = x_scale;
    x["axis"] = {{"format", ".4~g"}, {"grid", false}, {"tickCount", 8}, {"labelOverlap", true}};
    Json y = quantitative("density", density_title);
    y["scale"] = y_scale;
    y["axis"] = y_axis;
    layers.push_back(
        layer(std::move(data), mark("bar", k_pale_blue, {{"binSpacing", 1}}),
              {{"x", std::move(x)},
               {"x2", {{"field", "to"}}},
               {"y", std::move(y)},
               {"tooltip", tooltip({{"from", "from"}, {"to", "to"}, {"samples", "samples"}, {"share", "share"}})}}));
  }
  if (!curves.density.empty()) {
    Json data = Json::array();
    for (const core::CurvePoint& point : curves.density) {
      data.push_back({{"at", drawn.in_unit(point.x)}, {"density", point.y / drawn.unit.factor}});
    }
    Json x = quantitative("at", drawn.axis_title());
    x["scale"] = x_scale;
    Json y = quantitative("density", density_title);
    y["scale"] = y_scale;
    layers.push_back(layer(std::move(data), mark("line", k_blue, {{"strokeWidth", 1.8}}),
                           {{"x", std::move(x)}, {"y", std::move(y)}}));
  }
  std::ranges::move(box_layers(drawn, x_scale), std::back_inserter(layers));
  const core::Box& box = curves.box;
  return chart_of(
      drawn.prefix + "-distribution", "Distribution",
      fmt::format("Histogram, density and box of {} samples: half of them lie between {} and {}, the median is {}{}.",
                  drawn.description.summary.n, drawn.text(box.q1), drawn.text(box.q3), drawn.text(box.median),
                  beyond_text(drawn)),
      std::move(layers));
}

Chart ecdf_chart(const Drawn& drawn) {
  const SampleCurves& curves = drawn.curves;
  const bool logarithmic = wants_logarithm(curves.ecdf.front().x, curves.ecdf.back().x);
  Json data = Json::array();
  for (const core::CurvePoint& point : curves.ecdf) {
    data.push_back({{"value", drawn.in_unit(point.x)}, {"share", point.y}});
  }
  Json marks = Json::array();
  for (const core::Quantile& quantile : curves.quantiles) {
    for (const double shown : {0.5, 0.95, 0.99}) {
      if (quantile.p == shown) {
        marks.push_back({{"value", drawn.in_unit(quantile.value)},
                         {"share", quantile.p},
                         {"name", fmt::format("p{:g}", 100 * shown)}});
      }
    }
  }
  const Json x = quantitative("value", drawn.axis_title(), logarithmic);
  Json y = quantitative("share", "share of the samples");
  y["scale"] = {{"domain", {0, 1}}};
  y["axis"] = {{"format", "%"}, {"tickCount", 5}};
  const Json tip = tooltip({{"value", drawn.unit.name}, {"share", "share at or below"}});
  return chart_of(
      drawn.prefix + "-ecdf", "Cumulative distribution",
      fmt::format("The share of samples at or below each value{}.", logarithmic ? ", on a logarithmic scale" : ""),
      {layer(std::move(data), mark("line", k_blue, {{"interpolate", "step-after"}, {"strokeWidth", 1.8}}),
             {{"x", x}, {"y", y}, {"tooltip", tip}}),
       layer(marks, mark("point", k_orange, {{"filled", true}, {"size", 50}, {"opacity", 1}}),
             {{"x", x}, {"y", y}, {"tooltip", tip}}),
       layer(std::move(marks), mark("text", k_ink, {{"align", "right"}, {"dx", -7}, {"dy", -2}}),
             {{"x", x}, {"y", y}, {"text", {{"field", "name"}}}})});
}

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

Chart over_time_chart(const Drawn& drawn) {
  const SampleCurves& curves = drawn.curves;
  const std::vector<std::size_t> starts = places_of_runs(curves);
  Json data = Json::array();
  double least = curves.over_time.front().least;
  double most = least;
  std::vector<double> medians;
  for (const core::TimeBlock& block : curves.over_time) {
    const double middle = static_cast<double>(starts[block.run]) + static_cast<double>(block.from + block.to - 1) / 2;
    data.push_back({{"at", middle + 1},
                    {"run", block.run + 1},
                    {"least", drawn.in_unit(block.least)},
                    {"median", drawn.in_unit(block.median)},
                    {"most", drawn.in_unit(block.most)}});
    least = std::min(least, block.least);
    most = std::max(most, block.most);
  }
  const bool logarithmic = wants_logarithm(least, most);
  Json x = quantitative("at", curves.runs.size() > 1 ? "sample, run after run" : "sample");
  x["scale"] = {{"nice", false}, {"zero", false}};
  x["axis"] = {{"grid", false}, {"format", "~s"}, {"labelOverlap", true}};
  const Json y = quantitative("median", drawn.axis_title(), logarithmic);
  Json low = y;
  low["field"] = "least";
  const Json run{{"field", "run"}, {"type", "nominal"}};
  const Json tip =
      tooltip({{"run", "run"}, {"at", "sample"}, {"least", "least"}, {"median", "median"}, {"most", "most"}});
  std::vector<Json> layers{
      layer(data, mark("area", k_pale_blue, {{"opacity", 0.8}}),
            {{"x", x}, {"y", low}, {"y2", {{"field", "most"}}}, {"detail", run}}),
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
  if (found > 0) {
    layers.push_back(layer(
        std::move(changes), mark("rule", k_orange, {{"strokeWidth", 2}}),
        {{"x", x}, {"tooltip", tooltip({{"run", "run"}, {"before", "level before"}, {"after", "level after"}})}}));
  }
  const std::size_t per_point = curves.over_time.front().to - curves.over_time.front().from;
  return chart_of(
      drawn.prefix + "-over-time", "Over time",
      fmt::format(
          "Samples in the order in which they were taken{}; {}; {}.",
          per_point > 1 ? fmt::format(", a point for some {} of them: the line is their median, the band reaches from "
                                      "the least to the greatest",
                                      per_point)
                        : "",
          curves.runs.size() > 1 ? fmt::format("{} runs, dotted lines between them", curves.runs.size()) : "one run",
          found == 0 ? "no change of level was found"
                     : fmt::format("{} change{} of level (orange)", found, found == 1 ? "" : "s")),
      std::move(layers));
}

double logit(double p) {
  return std::log(p / (1 - p));
}

Chart quantile_chart(const Drawn& drawn) {
  const SampleCurves& curves = drawn.curves;
  Json pooled = Json::array();
  Json ticks = Json::array();
  double least = curves.quantiles.front().value;
  double most = curves.quantiles.back().value;
  for (const core::Quantile& quantile : curves.quantiles) {
    Json point{{"at", logit(quantile.p)}, {"p", percent_text(quantile.p)}, {"value", drawn.in_unit(quantile.value)}};
    if (quantile.lower && quantile.upper) {
      point["lower"] = drawn.in_unit(*quantile.lower);
      point["upper"] = drawn.in_unit(*quantile.upper);
      least = std::min(least, *quantile.lower);
      most = std::max(most, *quantile.upper);
    }
    pooled.push_back(std::move(point));
    ticks.push_back(logit(quantile.p));
  }
  Json of_runs = Json::array();
  for (const core::RunFigures& run : curves.runs) {
    for (const core::CurvePoint& quantile : run.quantiles) {
      of_runs.push_back({{"at", logit(quantile.x)},
                         {"run", run.run + 1},
                         {"p", percent_text(quantile.x)},
                         {"value", drawn.in_unit(quantile.y)}});
      least = std::min(least, quantile.y);
      most = std::max(most, quantile.y);
    }
  }
  Json x = quantitative("at", "quantile, farther apart towards the ends (logit scale)");
  x["scale"] = {{"nice", false}, {"zero", false}};
  x["axis"] = {{"values", ticks},
               {"grid", true},
               {"labelOverlap", "greedy"},
               {"labelExpr", "'p' + format(100 / (1 + exp(-datum.value)), '.6~g')"}};
  Json y = quantitative("value", drawn.axis_title(), wants_logarithm(least, most));
  Json lower = y;
  lower["field"] = "lower";
  const Json tip =
      tooltip({{"p", "quantile"}, {"value", drawn.unit.name}, {"lower", "lower limit"}, {"upper", "upper limit"}});
  std::vector<Json> layers;
  if (curves.runs.size() > 1) {
    layers.push_back(layer(std::move(of_runs), mark("line", k_muted, {{"opacity", 0.55}, {"strokeWidth", 1}}),
                           {{"x", x},
                            {"y", y},
                            {"detail", {{"field", "run"}, {"type", "nominal"}}},
                            {"tooltip", tooltip({{"run", "run"}, {"p", "quantile"}, {"value", drawn.unit.name}})}}));
  }
  layers.push_back(layer(pooled, mark("rule", k_blue, {{"strokeWidth", 4}, {"opacity", 0.45}}),
                         {{"x", x}, {"y", std::move(lower)}, {"y2", {{"field", "upper"}}}}));
  layers.push_back(layer(std::move(pooled), mark("point", k_blue, {{"filled", true}, {"size", 45}, {"opacity", 1}}),
                         {{"x", x}, {"y", y}, {"tooltip", tip}}));
  return chart_of(drawn.prefix + "-quantiles", "Quantiles",
                  fmt::format("Quantiles of all samples, each with its {} interval as if samples were independent{}.",
                              percent_text(drawn.description.summary.level),
                              curves.runs.size() > 1 ? "; grey lines are the runs' own" : ""),
                  std::move(layers));
}

Chart run_chart(const Drawn& drawn) {
  const SampleCurves& curves = drawn.curves;
  Json data = Json::array();
  for (const core::RunFigures& run : curves.runs) {
    data.push_back({{"run", fmt::format("run {}", run.run + 1)},
                    {"samples", run.samples},
                    {"q1", drawn.in_unit(run.q1)},
                    {"median", drawn.in_unit(run.median)},
                    {"q3", drawn.in_unit(run.q3)},
                    {"mean", drawn.in_unit(run.mean)}});
  }
  const auto x = [&](const char* field) {
    Json channel = quantitative(field, drawn.axis_title(), false);
    channel["axis"]["grid"] = true;
    return channel;
  };
  const Json y{{"field", "run"}, {"type", "nominal"}, {"sort", nullptr}, {"title", nullptr}};
  const Json tip = tooltip({{"run", "run"},
                            {"samples", "samples"},
                            {"q1", "first quartile"},
                            {"median", "median"},
                            {"q3", "third quartile"},
                            {"mean", "mean"}});
  std::vector<Json> layers;
  std::string interval = "; one run tells nothing of what a rerun would give";
  if (const auto& between = drawn.description.summary.between_runs; between && between->mean.interval) {
    const core::Interval& limits = *between->mean.interval;
    layers.push_back(
        layer(Json::array({{{"lower", drawn.in_unit(limits.lower)}, {"upper", drawn.in_unit(limits.upper)}}}),
              mark("rect", k_band, {{"opacity", 0.7}}),
              {{"x", x("lower")},
               {"x2", {{"field", "upper"}}},
               {"tooltip", tooltip({{"lower", "lower limit of the mean"}, {"upper", "upper limit of the mean"}})}}));
    interval =
        fmt::format("; the band is the {} interval of the mean, with the run as the unit: {} to {}",
                    percent_text(drawn.description.summary.level), drawn.text(limits.lower), drawn.text(limits.upper));
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

}  // namespace

std::vector<Chart> sample_charts(const core::SampleCurves& curves, const core::Description& description,
                                 const std::string& prefix) {
  const Drawn drawn{.curves = curves,
                    .description = description,
                    .prefix = prefix,
                    .unit = readable_unit(curves.unit, curves.box.median)};
  return {distribution_chart(drawn), over_time_chart(drawn), run_chart(drawn), quantile_chart(drawn),
          ecdf_chart(drawn)};
}

}  // namespace moebench::charts
