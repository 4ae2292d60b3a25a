// Owns the JSON and CSV forms of a measurement plan: schema moebench.plan/1. Included by cli.
#pragma once

#include <string>

#include "moebench/core/measurement_plan.hpp"

namespace moebench::io {

/// {"schema", "source", "effect", "power", "alpha", "margin", "interleaved", "rows": [{"name", "metric", "sd",
/// "needed", "seconds", "within_share"}]}. What is not known is null.
std::string to_json(const core::MeasurementPlan& plan);

/// A header line and one for each row.
std::string measurement_plan_csv(const core::MeasurementPlan& plan);

}  // namespace moebench::io
