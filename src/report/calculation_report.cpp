#include "moebench/report/calculation_report.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "moebench/report/inline_text.hpp"
#include "moebench/report/numbers.hpp"
#include "moebench/report/table.hpp"

namespace moebench::report {
namespace {

std::string figure_text(double value, bool is_p_value) {
  constexpr int digits = 6;
  if (is_p_value && value == 0) {
    return "below 1e-307";
  }
  const double size = std::abs(value);
  const bool is_readable = size == 0 || (size >= 1e-4 && size < 1e15);
  return is_readable ? significant(value, digits) : fmt::format("{:.{}g}", value, digits);
}

std::string figure_text(const std::optional<double>& value, bool is_p_value) {
  return value ? figure_text(*value, is_p_value) : "n/a";
}

std::string figure_text(std::uint64_t count, bool) {
  return with_thousands(count);
}

/// The texts of a list; empty when the figure is none.
std::vector<std::string> elements(const core::NamedFigure& figure) {
  std::vector<std::string> texts;
  std::visit(
      [&](const auto& value) {
        if constexpr (requires { value.size(); }) {
          for (const auto& element : value) {
            texts.push_back(figure_text(element, figure.is_p_value));
          }
        }
      },
      figure.value);
  return texts;
}

std::string scalars(const core::Calculation& calculation) {
  Table table{{{"Figure"}, {"Value", Align::right}}};
  for (const core::NamedFigure& figure : calculation.figures) {
    std::visit(
        [&](const auto& value) {
          if constexpr (!requires { value.size(); }) {
            table.add({figure.name, figure_text(value, figure.is_p_value)});
          }
        },
        figure.value);
  }
  return table.empty() ? "" : "\n" + table.markdown();
}

std::string lists(const core::Calculation& calculation) {
  std::vector<Table::Column> columns{{"", Align::right}};
  std::vector<std::vector<std::string>> texts;
  std::size_t rows = 0;
  for (const core::NamedFigure& figure : calculation.figures) {
    std::vector<std::string> of_figure = elements(figure);
    if (!of_figure.empty()) {
      columns.push_back({figure.name, Align::right});
      rows = std::max(rows, of_figure.size());
      texts.push_back(std::move(of_figure));
    }
  }
  Table table{columns};
  for (std::size_t row = 0; row < rows; ++row) {
    std::vector<std::string> cells{std::to_string(row)};
    for (const std::vector<std::string>& column : texts) {
      cells.push_back(row < column.size() ? column[row] : "");
    }
    table.add(std::move(cells));
  }
  return table.empty() ? "" : "\n" + table.markdown();
}

}  // namespace

std::string calculation_report(const core::Calculation& calculation) {
  std::string text = fmt::format("## {}\n{}{}", calculation.title, scalars(calculation), lists(calculation));
  for (const core::Warning& warning : calculation.warnings) {
    text += fmt::format("{}- {}: {}\n", &warning == calculation.warnings.data() ? "\n" : "", name(warning.code),
                        inline_text(warning.message));
  }
  return text;
}

}  // namespace moebench::report
