// What spoils measurements on a machine, in a line each. Private to cli.
#pragma once

#include <string>

#include "moebench/core/environment.hpp"

namespace moebench::cli {

/// The hazard's code and what to do about it, in at most 70 columns. `moebench env` tells what was seen, and the remedy
/// in full.
std::string hazard_note(const core::Hazard& hazard);

}  // namespace moebench::cli
