// The samples of one result on their way into charts. Private to charts.
#pragma once

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
};

/// Samples in time order, with the changes that were found.
Chart over_time_chart(const DrawnSamples& drawn);

/// Quantiles of all samples with their intervals, and the runs' own.
Chart quantile_chart(const DrawnSamples& drawn);

/// The runs beside each other, with the interval between them.
Chart run_chart(const DrawnSamples& drawn);

}  // namespace moebench::charts
