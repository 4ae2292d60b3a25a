// One cell of a CSV line as RFC 4180 has it. Private to io.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace moebench::io {

/// The text, in quotes where it holds a comma, a quote or a line break.
std::string text_cell(std::string_view text);

/// The shortest text that reads back the same; empty where there is no number, or one that is not finite.
std::string number_cell(const std::optional<double>& value);

}  // namespace moebench::io
