#include "moebench/charts/comparison_charts.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "spec.hpp"

namespace moebench::charts {
namespace {

const Colour& colour_of(core::Outcome outcome) {
  switch (outcome) {
    case core::Outcome::improved: return k_blue;
    case core::Outcome::equivalent: return k_green;
    case core::Outcome::regressed: return k_orange;
    case core::Outcome::inconclusive: break;
  }
  return k_muted;
}

/// Every verdict has its colour, whichever of them occur, and a shape for who sees no colours.
Json verdict_channel(const char* what) {
  Json names = Json::array();
  Json values = Json::array();
  const bool shapes = std::string_view{what} == "shape";
  using core::Outcome;
  const std::array<std::pair<Outcome, const char*>, 4> all{{{Outcome::improved, "triangle-left"},
                                                            {Outcome::equivalent, "square"},
                                                            {Outcome::regressed, "triangle-right"},
                                                            {Outcome::inconclusive, "circle"}}};
  for (const auto& [outcome, shape] : all) {
    names.push_back(core::name(outcome));
    values.push_back(shapes ? std::string_view{shape} : colour_of(outcome).light);
  }
  return {{"field", "verdict"},
          {"type", "nominal"},
          {"scale", {{"domain", std::move(names)}, {"range", std::move(values)}}},
          {"legend", {{"columns", {{"expr", "width < 360 ? 2 : 4"}}}}}};
}

/// Logarithmic unless ratios are so near to each other that it makes no difference but to the labels.
Json ratio_axis(std::string_view field, const std::string& title, const Reach& reach) {
  constexpr double many_times = 3;
  return measured(field, title, reach, many_times);
}

/// What a chart of ratios shows in any case: no difference, and the margin.
Reach reach_of(const core::Margin& margin) {
  return {std::min(margin.low, 1.0), std::max(margin.high, 1.0)};
}

struct Row {
  double ratio;
  std::optional<double> lower = {}, upper = {};  // both or none
};

/// What the verdict rests on.
std::optional<Row> row_of(const core::Comparison& comparison) {
  const std::optional<core::Ratio>& ratio = comparison.deciding_ratio();
  if (!ratio || !(ratio->estimate > 0) || !std::isfinite(ratio->estimate)) {
    return std::nullopt;
  }
  Row row{.ratio = ratio->estimate};
  if (ratio->fieller && ratio->fieller->bounded && *ratio->fieller->lower > 0) {
    row.lower = ratio->fieller->lower;
    row.upper = ratio->fieller->upper;
  }
  return row;
}

/// "below 1 the candidate is better", unless the sides' directions differ.
std::string direction(core::Better better) {
  return fmt::format("candidate / baseline ({} 1 is better)", better == core::Better::lower ? "below" : "above");
}

std::vector<Json> margin_layers(const core::Margin& margin, bool over_x, const Json& axis) {
  Json low = axis;
  low["field"] = "low";
  Json one = axis;
  one["field"] = "one";
  const Json data = Json::array({{{"low", margin.low}, {"high", margin.high}, {"one", 1}}});
  const char* const along = over_x ? "x" : "y";
  const char* const to = over_x ? "x2" : "y2";
  return {layer(data, mark("rect", k_band, {{"opacity", 0.6}}),
                {{along, std::move(low)},
                 {to, {{"field", "high"}}},
                 {"tooltip", tooltip({{"low", "margin from"}, {"high", "margin to"}})}}),
          layer(data, mark("rule", k_muted), {{along, std::move(one)}})};
}

}  // namespace

Chart ratio_chart(const core::ComparisonSet& set, const std::string& id) {
  Json data = Json::array();
  Json order = Json::array();
  std::size_t left_out = 0;
  std::size_t without_interval = 0;
  Reach reach = reach_of(set.comparisons.front().verdict.margin);
  for (const core::Comparison& comparison : set.comparisons) {
    const std::optional<Row> row = row_of(comparison);
    if (!row) {
      ++left_out;
      continue;
    }
    Json point{{"name", comparison.name},
               {"ratio", row->ratio},
               {"verdict", core::name(comparison.verdict.outcome)},
               {"rests", comparison.verdict.replicated ? "runs" : "one process: not replicated"}};
    add_limits(point, row->lower, row->upper);
    without_interval += row->lower ? 0U : 1U;
    reach.include(row->lower.value_or(row->ratio));
    reach.include(row->upper.value_or(row->ratio));
    order.push_back(comparison.name);
    data.push_back(std::move(point));
  }
  const core::Comparison& first = set.comparisons.front();
  Json x = ratio_axis("ratio", direction(first.candidate.better), reach);
  x["axis"]["tickCount"] = ticks_along_x();
  Json lower = x;
  lower["field"] = "lower";
  // On a phone a name stands above its row: beside it there is no room for what tells it from the others.
  const Json y{{"field", "name"},
               {"type", "nominal"},
               {"sort", order},
               {"title", nullptr},
               {"axis",
                {{"labelAlign", {{"expr", "width < 480 ? 'left' : 'right'"}}},
                 {"labelPadding", {{"expr", "width < 480 ? -10 : 2"}}},
                 {"labelOffset", {{"expr", "width < 480 ? -10 : 0"}}},
                 {"labelLimit", {{"expr", "width < 480 ? width - 20 : 300"}}}}}};
  const Json tip = tooltip({{"name", "result", true},
                            {"ratio", "ratio"},
                            {"limits", "interval", true},
                            {"verdict", "verdict", true},
                            {"rests", "rests on", true}});
  std::vector<Json> layers = margin_layers(first.verdict.margin, true, x);
  layers.push_back(layer(with_intervals(data), mark("rule", k_muted, {{"strokeWidth", 3}}),
                         {{"x", std::move(lower)},
                          {"x2", {{"field", "upper"}}},
                          {"y", y},
                          {"color", verdict_channel("color")},
                          {"tooltip", tip}}));
  Json shape = verdict_channel("shape");
  layers.push_back(
      layer(std::move(data), mark("point", k_muted, {{"filled", true}, {"size", 90}, {"opacity", 1}}),
            {{"x", x}, {"y", y}, {"color", verdict_channel("color")}, {"shape", std::move(shape)}, {"tooltip", tip}}));
  const auto rows = static_cast<int>(std::min<std::size_t>(order.size(), 60));
  return chart_of(
      id, "Ratios against the margin",
      fmt::format("Each result's ratio of means with its {} interval; the grey band is what makes no "
                  "difference that matters, {:g} to {:g}. "
                  "Improved and regressed lie beyond it with the whole interval{}{}.",
                  percent_text(first.level), first.verdict.margin.low, first.verdict.margin.high,
                  without_interval == 0 ? ""
                                        : fmt::format("; where it reaches 0 or has no end it is not drawn ({} of them)",
                                                      without_interval),
                  left_out == 0 ? "" : fmt::format("; {} without a ratio left out", left_out)),
      std::move(layers), std::max(70, 26 * rows + 20));
}

Chart shift_chart(const core::Comparison& comparison, const std::vector<core::ComparedQuantile>& shift,
                  const std::string& id) {
  Json data = Json::array();
  std::vector<double> shown;
  Reach reach = reach_of(comparison.verdict.margin);
  const bool of_runs = std::ranges::all_of(
      shift, [](const core::ComparedQuantile& quantile) { return quantile.of_runs && quantile.of_runs->ratio; });
  for (const core::ComparedQuantile& quantile : shift) {
    const core::QuantileContrast& contrast = of_runs ? *quantile.of_runs : quantile.pooled;
    if (!contrast.ratio || !(contrast.ratio->value > 0)) {
      continue;
    }
    Json point{{"at", logit(quantile.p)},
               {"p", percent_text(quantile.p)},
               {"ratio", contrast.ratio->value},
               {"candidate", contrast.candidate},
               {"baseline", contrast.baseline}};
    add_positive(point, contrast.ratio->interval);
    reach.include(contrast.ratio->value);
    if (point.contains("lower")) {
      reach.include(point["lower"].get<double>());
      reach.include(point["upper"].get<double>());
    }
    shown.push_back(quantile.p);
    data.push_back(std::move(point));
  }
  Json x = quantitative("at", "quantile");
  x["scale"] = {{"nice", false}, {"zero", false}, {"padding", 8}};
  if (!shown.empty()) {
    x["axis"] = quantile_axis(shown, {0.3, 0.5, 0.7, 0.9, 0.95});
    x["axis"]["grid"] = false;
  }
  const Json y = ratio_axis("ratio", "candidate / baseline", reach);
  Json lower = y;
  lower["field"] = "lower";
  const Json tip = tooltip({{"p", "quantile", true},
                            {"ratio", "ratio"},
                            {"limits", "interval", true},
                            {"candidate", "candidate"},
                            {"baseline", "baseline"}});
  std::vector<Json> layers = margin_layers(comparison.verdict.margin, false, y);
  layers.push_back(layer(data, mark("line", k_blue, {{"strokeWidth", 1.5}}), {{"x", x}, {"y", y}}));
  layers.push_back(layer(with_intervals(data), mark("rule", k_blue, {{"strokeWidth", 4}, {"opacity", 0.45}}),
                         {{"x", x}, {"y", std::move(lower)}, {"y2", {{"field", "upper"}}}, {"tooltip", tip}}));
  layers.push_back(layer(std::move(data), mark("point", k_blue, {{"filled", true}, {"size", 45}, {"opacity", 1}}),
                         {{"x", x}, {"y", y}, {"tooltip", tip}}));
  return chart_of(
      id, "Shift function",
      fmt::format(
          "How the sides differ along their distributions ({}): the ratio of each quantile with its {} interval, {}.",
          comparison.candidate.better == core::Better::lower ? "below 1 the candidate is faster"
                                                             : "above 1 the candidate is better",
          percent_text(comparison.level), of_runs ? "between runs" : "over all samples taken as independent"),
      std::move(layers));
}

}  // namespace moebench::charts
