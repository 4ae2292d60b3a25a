// A Markdown table whose columns also line up in a terminal. Included by every report.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace moebench::report {

enum class Align : std::uint8_t { left, right };

class Table {
 public:
  struct Column {
    std::string title;
    Align align = Align::left;
  };

  explicit Table(std::vector<Column> columns) : columns_{std::move(columns)} {}

  /// Missing cells are empty. Precondition: no more cells than columns. A '|' in a cell or title is escaped, and
  /// what inline_text escapes.
  void add(std::vector<std::string> cells);

  bool empty() const { return rows_.empty(); }

  /// Header, rule and rows, each line ended. Widths count characters of UTF-8, each as one cell wide.
  std::string markdown() const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace moebench::report
