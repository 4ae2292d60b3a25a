// A calibration as Markdown. Included by cli.
#pragma once

#include <string>

#include "moebench/core/calibration.hpp"

namespace moebench::report {

std::string calibration_report(const core::Calibration& calibration);

}  // namespace moebench::report
