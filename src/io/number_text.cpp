#include "number_text.hpp"

#include <charconv>
#include <cmath>

namespace moebench::io {

void append_number(std::string& out, double value) {
  const double size = std::abs(value);
  const bool plain = size == 0 || (size >= 1e-4 && size < 1e16);
  char buffer[32];
  const auto format = plain ? std::chars_format::fixed : std::chars_format::scientific;
  out.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, value, format).ptr);
}

}  // namespace moebench::io
