// Owns how our JSON documents look. Does not know what they mean. Included by io's writers.
#pragma once

#include <string>

#include "json_document.hpp"

namespace moebench::io {

/// `value` as text that ends with a line feed, laid out so that files diff well: two spaces for each level, but on one
/// line an array that holds numbers only, and an object that is an array's element and holds scalars only. Doubles are
/// the shortest text that reads back the same, always with a point or an exponent; those that are not finite become
/// null. Bytes that are not UTF-8 become U+FFFD.
std::string to_text(const Json& value);

}  // namespace moebench::io
