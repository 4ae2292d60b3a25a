// What spoils measurements on a machine, in a line each. Private to cli.
#pragma once

#include <string>

#include "moebench/core/environment.hpp"

namespace moebench::cli {

/// The hazard's code and what to do about it, in at most 70 columns. What was seen, and the remedy in full, stand in
/// the report and the result file.
std::string hazard_note(const core::Hazard& hazard);

}  // namespace moebench::cli
