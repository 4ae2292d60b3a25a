// The metadata of a version 1 file as a map. Included by this module's sources only.
#pragma once

#include "document.hpp"
#include "moebench/apr/metadata.hpp"

namespace moebench::apr {

/// A map with the required keys in front. The early array form, which has values only, becomes one as well: the first
/// two are the required ones, value i after them is called "field_i", because absent values left no gap.
/// Input errors: those of parse_msgpack(); neither a map nor an array; a required key that is absent or no string.
core::Result<Json> parse_metadata(const Payload& part);

/// Precondition: `map` holds the required keys, as strings.
Metadata metadata_of(const Json& map);

/// The inverse. Precondition: `further` is empty or a MessagePack map.
Json map_of(const Metadata& metadata);

}  // namespace moebench::apr
