#include "moebench/charts/trend_charts.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "spec.hpp"

namespace moebench::charts {
namespace {

/// Gunther's law: see core::Scaling.
double law(const core::Scaling& curve, double threads) {
  return curve.lambda_per_sec.value * threads /
         (1 + curve.sigma.value * (threads - 1) + curve.kappa.value * threads * (threads - 1));
}

Json arms_channel(const std::vector<core::Scaling>& curves) {
  Json names = Json::array();
  Json colours = Json::array();
  for (std::size_t i = 0; i < curves.size(); ++i) {
    names.push_back(curves[i].name);
    colours.push_back(k_series[i % k_series.size()].light);
  }
  return {{"field", "arm"},
          {"type", "nominal"},
          {"scale", {{"domain", std::move(names)}, {"range", std::move(colours)}}},
          {"legend", {{"columns", {{"expr", "max(1, floor(width / 200))"}}}}}};
}

std::string law_text(const core::Scaling& curve) {
  const std::string peak = curve.peak_threads && *curve.peak_threads >= 1
                               ? fmt::format(", its peak at {:.3g} threads", *curve.peak_threads)
                               : "";
  return fmt::format("{}: sigma {:.3g}, kappa {:.3g}{}", curve.name, curve.sigma.value, curve.kappa.value, peak);
}

std::string_view effect_text(core::ChangeEffect effect) {
  return effect == core::ChangeEffect::not_code ? "within one commit" : core::name(effect);
}

}  // namespace

Chart scaling_chart(const std::vector<core::Scaling>& curves, const std::string& id) {
  constexpr int steps = 60;
  Json points = Json::array();
  Json lines = Json::array();
  std::string laws;
  Reach reach{curves.front().points.front().throughput_per_sec.value, 0};
  std::set<std::size_t> threads_measured;
  for (const core::Scaling& curve : curves) {
    for (const core::ScalingPoint& point : curve.points) {
      const core::Estimate& throughput = point.throughput_per_sec;
      Json drawn{{"arm", curve.name}, {"threads", point.threads}, {"throughput", throughput.value}};
      add_positive(drawn, throughput.interval);
      reach.include(throughput.value);
      if (drawn.contains("lower")) {
        reach.include(drawn["lower"].get<double>());
        reach.include(drawn["upper"].get<double>());
      }
      threads_measured.insert(point.threads);
      points.push_back(std::move(drawn));
    }
    const double last = static_cast<double>(curve.points.back().threads);
    for (int step = 0; step <= steps; ++step) {
      const double threads = std::pow(last, static_cast<double>(step) / steps);
      lines.push_back({{"arm", curve.name}, {"threads", threads}, {"throughput", law(curve, threads)}});
    }
    laws += (laws.empty() ? "" : "; ") + law_text(curve);
  }
  Json x = quantitative("threads", "threads");
  constexpr std::size_t many = 8;
  x["scale"] = *threads_measured.rbegin() > many ? Json{{"type", "log"}, {"base", 2}, {"nice", false}, {"padding", 10}}
                                                 : Json{{"zero", false}, {"nice", false}, {"padding", 10}};
  x["axis"] = {{"values", threads_measured}, {"labelOverlap", "greedy"}, {"grid", false}};
  Json y = measured("throughput", "operations per second", reach);
  if (!y["scale"].contains("type")) {
    y["scale"]["domain"] = {0, with_room(reach).most};
  }
  Json lower = y;
  lower["field"] = "lower";
  const Json arms = arms_channel(curves);
  const Json tip = tooltip(
      {{"arm", "arm", true}, {"threads", "threads"}, {"throughput", "operations/s"}, {"limits", "interval", true}});
  return chart_of(
      id, "Throughput over threads",
      fmt::format("Points are measured, with the {} interval between runs; lines are the Universal Scalability Law "
                  "fitted to them. {}.",
                  percent_text(curves.front().level), laws),
      {layer(std::move(lines), mark("line", k_blue, {{"strokeWidth", 1.5}}), {{"x", x}, {"y", y}, {"color", arms}}),
       layer(with_intervals(points), mark("rule", k_blue, {{"strokeWidth", 4}, {"opacity", 0.45}}),
             {{"x", x}, {"y", std::move(lower)}, {"y2", {{"field", "upper"}}}, {"color", arms}}),
       layer(std::move(points), mark("point", k_blue, {{"filled", true}, {"size", 55}, {"opacity", 1}}),
             {{"x", x}, {"y", y}, {"color", arms}, {"tooltip", tip}})},
      300);
}

Chart history_chart(const core::HistorySeries& series, const std::string& title, const std::string& id) {
  constexpr std::size_t shown_of_hash = 9;
  std::vector<double> values;
  for (const core::HistoryPoint& point : series.points) {
    values.push_back(point.value);
  }
  std::ranges::sort(values);
  const Unit unit = readable_unit(series.unit, values[values.size() / 2]);
  Json points = Json::array();
  Json commits = Json::array();
  for (std::size_t i = 0; i < series.points.size(); ++i) {
    const core::HistoryPoint& point = series.points[i];
    std::string commit = point.commit.id.substr(0, shown_of_hash) + (point.commit.dirty ? "+" : "");
    points.push_back({{"at", i},
                      {"commit", commit},
                      {"branch", point.commit.branch},
                      {"time", point.commit.time * 1000},
                      {"value", point.value * unit.factor}});
    commits.push_back(std::move(commit));
  }
  Json levels = Json::array();
  for (const core::HistoryLevel& level : series.levels) {
    levels.push_back({{"from", static_cast<double>(level.from) - 0.4},
                      {"to", static_cast<double>(level.to) - 0.6},
                      {"level", level.moments.mean * unit.factor}});
  }
  Json changes = Json::array();
  for (const core::HistoryChange& change : series.changes) {
    Json drawn{{"at", static_cast<double>(change.at) - 0.5},
               {"commit", commits[change.at]},
               {"effect", effect_text(change.effect)},
               {"status", core::name(change.status)}};
    drawn["ratio"] = change.ratio ? fmt::format("{:.4g}", change.ratio->estimate) : "not known";
    changes.push_back(std::move(drawn));
  }
  const std::size_t found = changes.size();
  constexpr std::size_t most_ticks = 40;
  Json ticks = Json::array();
  for (std::size_t i = 0; i < commits.size(); i += 1 + commits.size() / most_ticks) {
    ticks.push_back(i);
  }
  Json x = quantitative("at", "commit, oldest first");
  x["scale"] = {{"nice", false}, {"zero", false}, {"padding", 12}};
  x["axis"] = {{"grid", false},
               {"values", ticks},
               {"labelAngle", -40},
               {"labelOverlap", "greedy"},
               {"labelExpr", commits.dump(-1, ' ', false, Json::error_handler_t::replace) + "[datum.value] || ''"}};
  const Json y = measured("value", fmt::format("{} ({})", series.metric, unit.name),
                          {values.front() * unit.factor, values.back() * unit.factor});
  Json level = y;
  level["field"] = "level";
  Json from = x;
  from["field"] = "from";
  const Json effects{{"field", "effect"},
                     {"type", "nominal"},
                     {"scale",
                      {{"domain", {"regression", "improvement", "within one commit"}},
                       {"range", {k_orange.light, k_blue.light, k_muted.light}}}},
                     {"legend", {{"columns", {{"expr", "width < 360 ? 2 : 3"}}}}}};
  std::vector<Json> layers{
      layer(std::move(levels), mark("rule", k_band, {{"strokeWidth", 7}}),
            {{"x", std::move(from)},
             {"x2", {{"field", "to"}}},
             {"y", std::move(level)},
             {"tooltip", tooltip({{"level", "level"}})}}),
      layer(std::move(points), mark("point", k_ink, {{"filled", true}, {"size", 40}, {"opacity", 1}}),
            {{"x", x},
             {"y", y},
             {"tooltip", tooltip({{"commit", "commit", true}, {"branch", "branch", true}, {"value", unit.name}})}})};
  if (found > 0) {
    layers.push_back(layer(std::move(changes), mark("rule", k_orange, {{"strokeWidth", 2}}),
                           {{"x", x},
                            {"color", effects},
                            {"tooltip", tooltip({{"commit", "from commit", true},
                                                 {"effect", "effect", true},
                                                 {"status", "status", true},
                                                 {"ratio", "new level / old level", true}})}}));
  }
  return chart_of(id, title + " by commit",
                  fmt::format("{} measurements of {} by commit, grey bars are levels; {}.", series.points.size(), title,
                              found == 0 ? (series.tested ? "no change was found" : "too few for a test")
                                         : fmt::format("{} change{} found", found, found == 1 ? "" : "s")),
                  std::move(layers), 240);
}

}  // namespace moebench::charts
