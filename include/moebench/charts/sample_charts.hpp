// What one result's samples look like. Included by cli.
#pragma once

#include <vector>

#include "moebench/charts/chart.hpp"
#include "moebench/core/description.hpp"
#include "moebench/core/sample_curves.hpp"

namespace moebench::charts {

/// Histogram with density and Tukey's box; samples in time order with the changes that were found; quantiles with their
/// intervals; the empirical distribution; the runs beside each other with the interval between them. In this order; all
/// have ids that begin with `prefix`. `curves` and `description` are of the same result.
std::vector<Chart> sample_charts(const core::SampleCurves& curves, const core::Description& description,
                                 const std::string& prefix);

}  // namespace moebench::charts
