// Owns how our comma-separated tables spell a text and a number. Included by io's writers.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace moebench::io {

/// Quoted as RFC 4180 asks, where it has to be.
std::string text_cell(std::string_view text);

/// The fewest digits that read back the same; empty where undefined or not finite.
std::string number_cell(const std::optional<double>& value);

}  // namespace moebench::io
