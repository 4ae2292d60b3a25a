#include "moebench/charts/sample_charts.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "drawn_samples.hpp"
#include "spec.hpp"

namespace moebench::charts {
namespace {

using core::SampleCurves;

constexpr double k_never_logarithmic = std::numeric_limits<double>::infinity();

double highest(const DrawnSamples& drawn) {
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

std::string beyond_text(const DrawnSamples& drawn) {
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

/// The values that charts of the distribution reach over.
Reach reach_of(const DrawnSamples& drawn) {
  const core::Interval& window = drawn.curves.window;
  return {drawn.in_unit(window.lower), drawn.in_unit(window.upper)};
}

/// A value on that axis.
Json along_window(std::string_view field, const DrawnSamples& drawn) {
  Json channel = measured(field, drawn.axis_title(), reach_of(drawn), k_never_logarithmic);
  channel["axis"]["tickCount"] = ticks_along_x();
  return channel;
}

/// Tukey's box along the chart's upper edge.
std::vector<Json> box_layers(const DrawnSamples& drawn) {
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
  const auto x = [&](const char* field) { return along_window(field, drawn); };
  const Json clip{{"clip", true}};
  return {layer(data, mark("rule", k_ink, clip),
                {{"x", x("low")}, {"x2", {{"field", "high"}}}, {"y", at_pixel(12)}, {"tooltip", tip}}),
          layer(data, mark("bar", k_band, {{"clip", true}, {"stroke", k_ink.light}, {"height", 14}}),
                {{"x", x("q1")}, {"x2", {{"field", "q3"}}}, {"y", at_pixel(12)}, {"tooltip", tip}}),
          layer(data, mark("rule", k_orange, {{"clip", true}, {"size", 2.5}}),
                {{"x", x("median")}, {"y", at_pixel(4)}, {"y2", at_pixel(20)}, {"tooltip", tip}})};
}

/// With the digits of the quartiles around it.
std::string median_text(const DrawnSamples& drawn) {
  const core::Box& box = drawn.curves.box;
  const std::string both = drawn.texts(box.median, box.median + (box.q3 - box.q1), "|");
  return both.substr(0, both.find('|'));
}

Chart distribution_chart(const DrawnSamples& drawn) {
  const SampleCurves& curves = drawn.curves;
  const double top = highest(drawn);
  const Json y_scale = top > 0 ? Json{{"domain", {0, top * 1.22}}} : Json{{"domain", {0, 1}}};
  const std::string density_title = fmt::format("density (1/{})", drawn.unit.name);
  Json y_axis{{"tickCount", 4}};
  constexpr double long_number = 1e5;
  if (top >= long_number) {
    y_axis["format"] = "~s";
  }
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
    Json x = along_window("from", drawn);
    x["bin"] = {{"binned", true}};
    x["axis"]["grid"] = false;
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
    Json y = quantitative("density", density_title);
    y["scale"] = y_scale;
    layers.push_back(layer(std::move(data), mark("line", k_blue, {{"strokeWidth", 1.8}}),
                           {{"x", along_window("at", drawn)}, {"y", std::move(y)}}));
  }
  std::ranges::move(box_layers(drawn), std::back_inserter(layers));
  const core::Box& box = curves.box;
  return chart_of(
      drawn.prefix + "-distribution", "Distribution",
      box.whisker_low == box.whisker_high
          ? fmt::format("Nearly all of {} samples are {}{}.", drawn.description.summary.n, drawn.text(box.median),
                        beyond_text(drawn))
          : fmt::format("Histogram, density and box of {} samples: half of them lie between {}, the median is {}{}.",
                        drawn.description.summary.n, drawn.texts(box.q1, box.q3, " and "), median_text(drawn),
                        beyond_text(drawn)),
      std::move(layers));
}

Chart ecdf_chart(const DrawnSamples& drawn) {
  const SampleCurves& curves = drawn.curves;
  // From the chart's edge to the first sample the share is 0, from the last one to the other edge it is 1.
  const Reach edges = with_room(reach_of(drawn));
  Json data = Json::array({{{"value", std::min(edges.least, drawn.in_unit(curves.ecdf.front().x))}, {"share", 0}}});
  for (const core::CurvePoint& point : curves.ecdf) {
    data.push_back({{"value", drawn.in_unit(point.x)}, {"share", point.y}});
  }
  data.push_back({{"value", std::max(edges.most, drawn.in_unit(curves.ecdf.back().x))}, {"share", 1}});
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
  const Json x = along_window("value", drawn);
  Json y = quantitative("share", "share of the samples");
  y["scale"] = {{"domain", {0, 1.02}}, {"nice", false}};  // room for the last step
  y["axis"] = {{"format", "%"}, {"values", {0, 0.25, 0.5, 0.75, 1}}};
  const Json tip = tooltip({{"value", drawn.unit.name}, {"share", "share at or below"}});
  return chart_of(
      drawn.prefix + "-ecdf", "Cumulative distribution",
      fmt::format("The share of samples at or below each value, over the same values as the distribution{}.",
                  beyond_text(drawn)),
      {layer(std::move(data),
             mark("line", k_blue, {{"interpolate", "step-after"}, {"strokeWidth", 1.8}, {"clip", true}}),
             {{"x", x}, {"y", y}, {"tooltip", tip}}),
       layer(marks, mark("point", k_orange, {{"filled", true}, {"size", 50}, {"opacity", 1}, {"clip", true}}),
             {{"x", x}, {"y", y}, {"tooltip", tip}}),
       layer(std::move(marks), mark("text", k_ink, {{"align", "left"}, {"dx", 8}, {"dy", 9}, {"clip", true}}),
             {{"x", x}, {"y", y}, {"text", {{"field", "name"}}}})});
}

}  // namespace

std::vector<Chart> sample_charts(const core::SampleCurves& curves, const core::Description& description,
                                 const std::string& prefix) {
  const DrawnSamples drawn{.curves = curves,
                           .description = description,
                           .prefix = prefix,
                           .unit = readable_unit(curves.unit, curves.box.median)};
  return {distribution_chart(drawn), over_time_chart(drawn), quantile_chart(drawn), ecdf_chart(drawn),
          run_chart(drawn)};
}

}  // namespace moebench::charts
