// Owns the JSON and CSV forms of the list of scenarios. Included by cli.
#pragma once

#include <span>
#include <string>

#include "moebench/core/scenario_list.hpp"

namespace moebench::io {

/// {"schema", "scenarios": [{"command", "measures", "parameters": [{"option", "default", "description"}], "results",
/// "suite": [{"file", "command"}]}]}; the default of a switch is null.
std::string to_json(std::span<const core::ListedScenario> scenarios);

/// A line for each scenario and parameter: command, measures, option, default, description, results, suite_files; the
/// last two with blanks and semicolons between their parts.
std::string scenario_list_csv(std::span<const core::ListedScenario> scenarios);

}  // namespace moebench::io
