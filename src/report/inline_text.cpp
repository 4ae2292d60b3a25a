#include "moebench/report/inline_text.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>

#include <fmt/format.h>

namespace moebench::report {
namespace {

unsigned byte(char c) {
  return static_cast<unsigned char>(c);
}

bool continues(char c) {
  return (byte(c) & 0xC0U) == 0x80U;
}

/// The bytes that a character with this first byte has in UTF-8; 0 where none starts with it.
std::size_t length_from(char first) {
  const unsigned lead = byte(first);
  return lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
}

/// The length of the printable character that `text` begins with; 0 where it begins with anything else.
std::size_t printable_length(std::string_view text) {
  const std::size_t length = length_from(text.front());
  if (length == 1) {
    return byte(text.front()) < 0x20 || byte(text.front()) == 0x7F ? 0 : 1;
  }
  const bool is_whole =
      length != 0 && length <= text.size() && std::ranges::all_of(text.substr(1, length - 1), continues);
  const bool is_control = is_whole && byte(text[0]) == 0xC2 && byte(text[1]) < 0xA0;
  return is_whole && !is_control ? length : 0;
}

}  // namespace

std::string inline_text(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t length = printable_length(text);
    if (length == 0) {
      fmt::format_to(std::back_inserter(out), "\\x{:02x}", byte(text.front()));
    }
    out += text.substr(0, length);
    text.remove_prefix(std::max(length, std::size_t{1}));
  }
  return out;
}

}  // namespace moebench::report
