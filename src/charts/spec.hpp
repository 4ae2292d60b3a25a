// Pieces of Vega-Lite specifications that charts share. Private to charts.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "moebench/charts/chart.hpp"
#include "moebench/core/summary.hpp"
#include "palette.hpp"

namespace moebench::charts {

using Json = nlohmann::ordered_json;

/// A unit in which values near `typical` have few digits: microseconds become ns, ms or s; other units stay.
struct Unit {
  std::string name;
  double factor;  // value in this unit = value in the series' unit x factor
};
Unit readable_unit(const std::string& unit, double typical);

/// What an axis reaches over, in the unit that it shows.
struct Reach {
  double least;
  double most;

  void include(double value);
};

/// `reach` and a twenty-fifth of it on both sides, so that marks at its ends stand free. What is too narrow for the
/// digits of a chart's data is widened.
Reach with_room(const Reach& reach, bool logarithmic = false);

Json quantitative(std::string_view field, const std::string& title);

/// A value on an axis that need not begin at 0 and has room at both ends; logarithmic where it reaches over more than
/// `many` times its least value. Labels have as many digits as tell them apart.
Json measured(std::string_view field, const std::string& title, const Reach& reach, double many = 20);

/// How many labels stand beside each other along x; those along y are one below the other.
Json ticks_along_x();

/// A place in pixels.
Json at_pixel(double pixel);

/// A line of what is shown where the pointer rests.
struct Tip {
  std::string field;
  std::string title;
  bool is_text = false;  // otherwise a number, shown with four digits
};
Json tooltip(const std::vector<Tip>& lines);

Json mark(std::string_view type, const Colour& colour, const Json& further = Json::object());

/// A layer of its own data.
Json layer(Json data, Json mark, Json encoding);

/// Gives a point its "lower" and "upper" where both are known, and "limits", the two in words or that there are none.
void add_limits(Json& point, const std::optional<double>& lower, const std::optional<double>& upper);

/// The same of an interval; one that reaches 0 or below is not known on a logarithmic axis.
void add_positive(Json& point, const std::optional<core::Interval>& interval);

/// Those of the points that have a "lower" and so an "upper".
Json with_intervals(const Json& points);

/// The layers over each other, as wide as their container.
Chart chart_of(std::string id, std::string title, std::string description, std::vector<Json> layers, int height = 220);

/// ln(p / (1 - p)): quantiles stand farther apart towards the ends.
double logit(double p);

/// An axis of quantiles, each at its logit: what stands at its ends and what matters most has a label, all of `wanted`
/// where there is room. `shown` is not empty and ascends.
Json quantile_axis(const std::vector<double>& shown, const std::vector<double>& wanted);

/// `fraction` (0.999) as "99.9 %".
std::string percent_text(double fraction);

}  // namespace moebench::charts
