// A training report as Markdown: what was fitted, how it ended, how the model answers. Pure. Included by cli.
#pragma once

#include <string>

#include "moebench/core/training_report.hpp"

namespace moebench::report {

std::string training_report(const core::TrainingReport& report);

}  // namespace moebench::report
