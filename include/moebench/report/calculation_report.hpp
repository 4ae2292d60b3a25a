// The answer of one calculation as Markdown. Pure. Included by cli.
#pragma once

#include <string>

#include "moebench/core/calculation.hpp"

namespace moebench::report {

/// A table of the figures, a second one with a column for each list, and the doubts.
std::string calculation_report(const core::Calculation& calculation);

}  // namespace moebench::report
