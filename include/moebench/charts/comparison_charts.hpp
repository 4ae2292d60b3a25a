// Two files held against each other. Included by cli.
#pragma once

#include <string>
#include <vector>

#include "moebench/charts/chart.hpp"
#include "moebench/core/comparison.hpp"

namespace moebench::charts {

/// The ratio candidate / baseline of each comparison that has one, with its interval, against the margin and coloured
/// by verdict: a forest plot. At least one comparison.
Chart ratio_chart(const core::ComparisonSet& set, const std::string& id);

/// The ratio of each quantile with its interval: where in the distribution the sides differ. `shift` is not empty.
Chart shift_chart(const core::Comparison& comparison, const std::vector<core::ComparedQuantile>& shift,
                  const std::string& id);

}  // namespace moebench::charts
