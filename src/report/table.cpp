#include "moebench/report/table.hpp"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <string_view>

#include "moebench/report/inline_text.hpp"

namespace moebench::report {
namespace {

std::size_t width(std::string_view text) {
  const auto starts_character = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; };
  return static_cast<std::size_t>(std::ranges::count_if(text, starts_character));
}

std::string escaped(std::string_view cell) {
  std::string out;
  for (const char character : inline_text(cell)) {
    if (character == '|') {
      out += '\\';
    }
    out += character;
  }
  return out;
}

void append_cell(std::string& line, std::string_view cell, std::size_t to_width, Align align) {
  const std::string padding(to_width - width(cell), ' ');
  line += "| ";
  line += align == Align::right ? padding : "";
  line += cell;
  line += align == Align::right ? "" : padding;
  line += ' ';
}

}  // namespace

void Table::add(std::vector<std::string> cells) {
  assert(cells.size() <= columns_.size());
  cells.resize(columns_.size());
  std::ranges::transform(cells, cells.begin(), escaped);
  rows_.push_back(std::move(cells));
}

std::string Table::markdown() const {
  std::string header;
  std::string rule;
  std::vector<std::string> lines(rows_.size());
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    const std::string title = escaped(columns_[column].title);
    const Align align = columns_[column].align;
    std::size_t widest = std::max(width(title), std::size_t{3});
    for (const auto& row : rows_) {
      widest = std::max(widest, width(row[column]));
    }
    append_cell(header, title, widest, align);
    rule += (align == Align::right ? "| " : "|:") + std::string(widest, '-') + (align == Align::right ? ":" : " ");
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      append_cell(lines[row], rows_[row][column], widest, align);
    }
  }
  std::string out = header + "|\n" + rule + "|\n";
  for (const std::string& line : lines) {
    out += line + "|\n";
  }
  return out;
}

}  // namespace moebench::report
