// The list of what can be measured. Pure. Included by cli.
#pragma once

#include <span>
#include <string>

#include "moebench/core/scenario_list.hpp"

namespace moebench::report {

/// A table of the scenarios, one of their parameters, one of the names of their results, one of the suite's files.
std::string scenario_list_report(std::span<const core::ListedScenario> scenarios);

}  // namespace moebench::report
