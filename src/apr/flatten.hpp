// Nested metadata as one list of names and values. Included by this module's sources only.
#pragma once

#include "document.hpp"
#include "moebench/core/attributes.hpp"

namespace moebench::apr {

/// Keys of nested maps are joined by dots, elements are called [i]; binary values become "<n bytes>", null "null",
/// empty maps and arrays "{}" and "[]", integers beyond 63 bits text. The first 1,000 values;
/// "(further values)" counts the others. `map` is an object.
core::Attributes flatten(const Json& map);

}  // namespace moebench::apr
