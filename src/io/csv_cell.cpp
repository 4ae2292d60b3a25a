#include "csv_cell.hpp"

#include <cmath>

#include "number_text.hpp"

namespace moebench::io {

std::string text_cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    return std::string{text};
  }
  std::string out = "\"";
  for (const char c : text) {
    out.append(c == '"' ? 2 : 1, c);
  }
  return out + '"';
}

std::string number_cell(const std::optional<double>& value) {
  std::string text;
  if (value && std::isfinite(*value)) {
    append_number(text, *value);
  }
  return text;
}

}  // namespace moebench::io
