// Owns cutting plain text into lines, words and numbers. Does not know what they mean. Included by io's readers of
// text.
#pragma once

#include <optional>
#include <string_view>

namespace moebench::io {

/// `text` without what of `passed_over` stands at its ends.
std::string_view trim(std::string_view text, std::string_view passed_over = " \t\r");

/// Cuts the text before the next `separator` off the front of `rest`, or all of it.
std::string_view take_until(std::string_view& rest, char separator);

/// `text` without a byte order mark at its front.
std::string_view without_byte_order_mark(std::string_view text);

/// The number that all of `text` is, with a + in front or not; empty for anything else and for what is not finite.
std::optional<double> finite_number(std::string_view text);

bool is_utf8(std::string_view text);

}  // namespace moebench::io
