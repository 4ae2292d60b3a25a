// From bytes to a value: MessagePack and JSON, with limits and the byte at fault. Does not know what a document means.
// Included by this module's sources only.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "moebench/core/error.hpp"
#include "payload.hpp"

namespace moebench::apr {

using Json = nlohmann::ordered_json;

/// Arrays and maps inside one another, unless a caller allows for more.
inline constexpr std::size_t k_max_depth = 64;

/// The one value that the bytes hold; `what` names the part in messages: "the metadata". Memory is bounded by the
/// bytes, whatever lengths they announce. Input errors, with the byte: broken syntax, a truncated document, bytes after
/// it, text that is not UTF-8, a map's key that is no string or stands twice, nesting over k_max_depth.
core::Result<Json> parse_msgpack(const Payload& part, std::string_view what);

/// The same for JSON. Input errors also: numbers beyond a double.
core::Result<Json> parse_json(const Payload& part, std::string_view what, std::size_t max_depth = k_max_depth);

bool is_utf8(std::string_view text);

/// What JSON can hold of `value`: binary values and numbers that are not finite are taken out, and their places
/// ("custom.key[2]") added to `left_out`.
Json json_only(const Json& value, std::vector<std::string>& left_out);

/// "an integer", "a string": for messages.
std::string_view kind(const Json& value);

}  // namespace moebench::apr
