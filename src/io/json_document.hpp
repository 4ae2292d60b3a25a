// Owns the way from a file's text to a JSON value: syntax, limits, and the line and column of what is wrong. Does not
// know what the document means. Included by io's readers.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "moebench/core/error.hpp"

namespace moebench::io {

using Json = nlohmann::ordered_json;

/// Arrays and objects inside one another; result files need 7.
inline constexpr std::size_t k_max_depth = 64;

/// The one JSON value that `text` (of the file `subject`) holds; linear in its length. A key that stands twice in one
/// object is kept twice, in order. Error: input with line and column (from 1, in bytes), for an empty or truncated
/// text, broken syntax, NaN and Infinity, numbers beyond a double, invalid UTF-8, NUL bytes and too deep nesting.
core::Result<Json> parse_json(std::string_view text, std::string_view subject);

/// A document whose long arrays of numbers stand beside it.
struct Document {
  Json root;  // a binary value in the place of each, of the subtype that is its index
  std::vector<std::vector<double>> arrays;
};

/// parse_json with the long arrays that are the value of one of `number_keys` read the fast way, by all cores. An array
/// there that is short or holds anything but numbers stands in the root as ever.
core::Result<Document> parse_document(std::string_view text, std::string_view subject,
                                      std::span<const std::string_view> number_keys);

/// `text` with quotes around every NaN, Infinity or the like that stands where JSON would have a number, so that a
/// reader may say which of them matter. Linear.
std::string quote_non_numbers(std::string_view text);

}  // namespace moebench::io
