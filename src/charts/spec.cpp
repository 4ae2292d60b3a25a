#include "spec.hpp"

#include <cmath>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace moebench::charts {
namespace {

Json theme() {
  const Json text{{"labelColor", k_muted.light},
                  {"titleColor", k_ink.light},
                  {"labelFontSize", 11},
                  {"titleFontSize", 12},
                  {"titleFontWeight", "normal"}};
  Json axis = text;
  axis.update(
      {{"gridColor", k_grid.light}, {"domainColor", k_muted.light}, {"tickColor", k_muted.light}, {"labelLimit", 300}});
  Json legend = text;
  legend.update({{"orient", "top"}, {"title", nullptr}, {"labelLimit", 260}, {"columns", 2}});
  return {{"font", "system-ui, 'DejaVu Sans', sans-serif"},
          {"background", k_paper.light},
          {"view", {{"stroke", nullptr}}},
          {"axis", std::move(axis)},
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

bool wants_logarithm(double least, double most) {
  constexpr double many_times = 20;
  return least > 0 && most / least > many_times;
}

Json quantitative(std::string_view field, const std::string& title) {
  return {{"field", field}, {"type", "quantitative"}, {"title", title}};
}

Json quantitative(std::string_view field, const std::string& title, bool logarithmic) {
  Json channel = quantitative(field, title);
  channel["scale"] = logarithmic ? Json{{"type", "log"}, {"nice", false}} : Json{{"zero", false}};
  channel["axis"] = {{"format", ",.4~r"}, {"labelOverlap", true}};
  return channel;
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

std::string percent_text(double fraction) {
  return fmt::format("{:.6g} %", 100 * fraction);
}

}  // namespace moebench::charts
