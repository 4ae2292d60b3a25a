// The table of a scenario: groups of figures, each with its interval and unit. Included by the sections.
#pragma once

#include <string>
#include <string_view>

#include "moebench/core/summary.hpp"
#include "moebench/report/table.hpp"

namespace moebench::report {

class FigureTable {
 public:
  /// `grouping` heads the first column, `level` the interval's.
  FigureTable(std::string_view grouping, double level);

  /// Names the rows that follow; the name stands on the first of them.
  void group(std::string_view name);

  void add(std::string_view metric, const core::Estimate& estimate, std::string_view unit);

  /// A figure without an interval, already as text: a count, an extreme.
  void add_text(std::string_view metric, std::string_view value, std::string_view interval, std::string_view unit);

  std::string markdown() const { return table_.markdown(); }

 private:
  Table table_;
  std::string pending_group_;
};

}  // namespace moebench::report
