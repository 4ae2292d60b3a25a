// A measurement plan as Markdown. Included by cli.
#pragma once

#include <string>

#include "moebench/core/measurement_plan.hpp"

namespace moebench::report {

std::string plan_report(const core::MeasurementPlan& plan);

}  // namespace moebench::report
