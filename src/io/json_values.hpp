// Owns the JSON form of core's small values, where several documents share it. Included by io's writers.
#pragma once

#include <optional>
#include <vector>

#include "json_document.hpp"
#include "moebench/core/attributes.hpp"
#include "moebench/core/environment.hpp"
#include "moebench/core/summary.hpp"

namespace moebench::io {

/// The number, or null.
Json json_of(const std::optional<double>& value);

/// An object of "lower" and "upper", or null.
Json limits(const std::optional<core::Interval>& interval);

/// An object with the entries in their order.
Json json_of(const core::Attributes& attributes);

/// The facts, then "hazards".
Json json_of(const core::Environment& environment);

}  // namespace moebench::io
