// The samples of one result on their way into charts. Private to charts.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>

#include <fmt/format.h>

#include "moebench/charts/chart.hpp"
#include "moebench/core/description.hpp"
#include "moebench/core/sample_curves.hpp"
#include "spec.hpp"

namespace moebench::charts {

/// What the charts of one result share.
struct DrawnSamples {
  const core::SampleCurves& curves;
  const core::Description& description;
  const std::string& prefix;
  Unit unit;

  double in_unit(double value) const { return value * unit.factor; }
  std::string axis_title() const { return fmt::format("{} ({})", curves.metric, unit.name); }
  std::string text(double value) const { return fmt::format("{:.4g} {}", in_unit(value), unit.name); }

  /// Two values with as many digits as tell them apart: "66.9996 ns to 67.0004 ns" with " to " between.
  std::string texts(double lower, double upper, const char* between) const {
    const double size = std::max(std::abs(lower), std::abs(upper));
    const double apart = std::abs(upper - lower);
    const int digits = apart > 0 ? std::clamp(static_cast<int>(std::ceil(std::log10(size / apart))) + 2, 4, 15) : 4;
    return fmt::format("{:.{}g} {}{}{:.{}g} {}", in_unit(lower), digits, unit.name, between, in_unit(upper), digits,
                       unit.name);
  }
};

/// Samples in time order, with the changes that were found.
Chart over_time_chart(const DrawnSamples& drawn);

/// Quantiles of all samples with their intervals, and the runs' own.
Chart quantile_chart(const DrawnSamples& drawn);

/// The runs beside each other, with the interval between them.
Chart run_chart(const DrawnSamples& drawn);

}  // namespace moebench::charts
