#include "spec.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace moebench::charts {
namespace {

Json theme() {
  const Json text{{"labelColor", k_muted.light},
                  {"titleColor", k_ink.light},
                  {"labelFontSize", 11},
                  {"titleFontSize", 12},
                  {"titleFontWeight", "normal"}};
  Json axis = text;
  axis.update({{"gridColor", k_grid.light},
               {"domainColor", k_muted.light},
               {"tickColor", k_muted.light},
               {"labelLimit", 300},
               {"labelSeparation", 6}});
  // Along y a title stands above the axis, where it has room and is read without turning one's head.
  const Json above{{"titleAngle", 0},           {"titleAlign", "left"}, {"titleAnchor", "end"},
                   {"titleBaseline", "bottom"}, {"titleX", 0},          {"titleY", -7}};
  Json legend = text;
  legend.update({{"orient", "top"}, {"offset", 26}, {"title", nullptr}, {"labelLimit", 260}, {"columns", 2}});
  return {{"font", "system-ui, 'DejaVu Sans', sans-serif"},
          {"background", k_paper.light},
          {"view", {{"stroke", nullptr}}},
          {"axis", std::move(axis)},
          {"axisY", above},
          {"legend", std::move(legend)},
          {"text", {{"color", k_ink.light}, {"fontSize", 11}}}};
}

/// Seven digits, more than any chart shows: they keep a page small.
void round_numbers(Json& value) {
  if (value.is_structured()) {
    for (Json& member : value) {
      round_numbers(member);
    }
  } else if (value.is_number_float()) {
    value = std::stod(fmt::format("{:.7g}", value.get<double>()));
  }
}

/// Round numbers on a logarithmic axis: the more, the fewer decades it reaches over.
Json decimal_ticks(const Reach& reach) {
  const double decades = std::log10(reach.most / reach.least);
  const std::vector<double> steps = decades < 1   ? std::vector<double>{1, 1.5, 2, 3, 4, 5, 7}
                                    : decades < 2 ? std::vector<double>{1, 2, 5}
                                    : decades < 4 ? std::vector<double>{1, 3}
                                                  : std::vector<double>{1};
  Json ticks = Json::array();
  for (double decade = std::floor(std::log10(reach.least)); decade <= std::log10(reach.most); ++decade) {
    for (const double step : steps) {
      const double tick = step * std::pow(10, decade);
      if (tick >= reach.least && tick <= reach.most) {
        ticks.push_back(tick);
      }
    }
  }
  return ticks;
}

}  // namespace

Unit readable_unit(const std::string& unit, double typical) {
  if (unit != "us" || !(typical > 0)) {
    return {unit, 1};
  }
  return typical < 1     ? Unit{"ns", 1e3}
         : typical < 1e3 ? Unit{"us", 1}
         : typical < 1e6 ? Unit{"ms", 1e-3}
                         : Unit{"s", 1e-6};
}

void Reach::include(double value) {
  least = std::min(least, value);
  most = std::max(most, value);
}

Reach with_room(const Reach& reach, bool logarithmic) {
  constexpr double share = 0.04;
  if (logarithmic) {
    const double factor = std::pow(reach.most / reach.least, share);
    return {reach.least / factor, reach.most * factor};
  }
  constexpr double fewest_digits = 3e-6;
  const double size = std::max(std::abs(reach.least), std::abs(reach.most));
  if (reach.most - reach.least <= fewest_digits * size) {
    const double slack = size > 0 ? 0.05 * size : 1;
    return {reach.least - slack, reach.most + slack};
  }
  const double room = share * (reach.most - reach.least);
  return {reach.least - room, reach.most + room};
}

Json quantitative(std::string_view field, const std::string& title) {
  return {{"field", field}, {"type", "quantitative"}, {"title", title}};
}

Json measured(std::string_view field, const std::string& title, const Reach& reach, double many) {
  const bool logarithmic = reach.least > 0 && reach.most / reach.least > many;
  const Reach shown = with_room(reach, logarithmic);
  Json channel = quantitative(field, title);
  channel["scale"] = {{"domain", {shown.least, shown.most}}, {"nice", false}};
  // Without a format Vega shows what tells neighbouring labels apart.
  channel["axis"] = {{"labelOverlap", "greedy"}};
  constexpr double long_number = 1e5;
  if (std::max(std::abs(reach.least), std::abs(reach.most)) >= long_number) {
    channel["axis"]["format"] = "~s";
  }
  if (logarithmic) {
    channel["scale"]["type"] = "log";
    channel["axis"]["values"] = decimal_ticks(shown);
  } else {
    channel["scale"]["zero"] = false;
  }
  round_numbers(channel);
  return channel;
}

Json ticks_along_x() {
  return {{"expr", "max(3, round(width / 80))"}};
}

Json at_pixel(double pixel) {
  return {{"value", pixel}};
}

Json tooltip(const std::vector<Tip>& lines) {
  Json all = Json::array();
  for (const Tip& line : lines) {
    Json channel{{"field", line.field}, {"title", line.title}};
    if (line.is_text) {
      channel["type"] = "nominal";
    } else {
      channel["type"] = "quantitative";
      channel["format"] = ".4~g";
    }
    all.push_back(std::move(channel));
  }
  return all;
}

Json mark(std::string_view type, const Colour& colour, const Json& further) {
  Json made{{"type", type}, {"color", colour.light}};
  made.update(further);
  return made;
}

Json layer(Json data, Json mark, Json encoding) {
  round_numbers(data);
  return {{"data", {{"values", std::move(data)}}}, {"mark", std::move(mark)}, {"encoding", std::move(encoding)}};
}

void add_limits(Json& point, const std::optional<double>& lower, const std::optional<double>& upper) {
  if (lower && upper) {
    point["lower"] = *lower;
    point["upper"] = *upper;
  }
  point["limits"] = lower && upper ? fmt::format("{:.4g} to {:.4g}", *lower, *upper) : "not known";
}

void add_positive(Json& point, const std::optional<core::Interval>& interval) {
  const bool known = interval && interval->lower > 0;
  add_limits(point, known ? std::optional{interval->lower} : std::nullopt,
             known ? std::optional{interval->upper} : std::nullopt);
}

Json with_intervals(const Json& points) {
  Json some = Json::array();
  for (const Json& point : points) {
    if (point.contains("lower")) {
      some.push_back(point);
    }
  }
  return some;
}

Chart chart_of(std::string id, std::string title, std::string description, std::vector<Json> layers, int height) {
  std::erase_if(layers, [](const Json& one) { return one["data"]["values"].empty(); });
  const Json spec{{"$schema", "https://vega.github.io/schema/vega-lite/v6.json"},
                  {"description", description},
                  {"width", "container"},
                  {"height", height},
                  {"autosize", {{"type", "fit-x"}, {"contains", "padding"}}},
                  {"layer", std::move(layers)},
                  {"config", theme()}};
  // What is no UTF-8 in a name becomes a replacement character.
  return {.id = std::move(id),
          .title = std::move(title),
          .description = std::move(description),
          .spec = spec.dump(-1, ' ', false, Json::error_handler_t::replace)};
}

double logit(double p) {
  return std::log(p / (1 - p));
}

Json quantile_axis(const std::vector<double>& shown, const std::vector<double>& wanted) {
  const auto places = [&](const std::vector<double>& labelled) {
    std::vector<std::string> texts;
    for (const double p : shown) {
      const bool end = p == shown.front() || p == shown.back();
      if (end || std::ranges::find(labelled, p) != labelled.end()) {
        texts.push_back(fmt::format("{:.7g}", logit(p)));
      }
    }
    return fmt::format("[{}]", fmt::join(texts, ", "));
  };
  return {{"values", {{"expr", fmt::format("width < 360 ? {} : {}", places({0.5, 0.95, 0.99}), places(wanted))}}},
          {"labelOverlap", "greedy"},
          {"labelExpr", "'p' + format(100 / (1 + exp(-datum.value)), '.6~g')"}};
}

std::string percent_text(double fraction) {
  return fmt::format("{:.6g} %", 100 * fraction);
}

}  // namespace moebench::charts
