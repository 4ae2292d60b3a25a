// Owns the JSON form of the machine's facts: what `environment` holds in a result file, as a document of its own. Does
// not collect them. Included by cli.
#pragma once

#include <string>

#include "moebench/core/environment.hpp"

namespace moebench::io {

/// {facts .., "hazards": [{"code", "message", "remedy"}]}, facts in their order; no fact may be called "hazards".
std::string to_json(const core::Environment& environment);

}  // namespace moebench::io
