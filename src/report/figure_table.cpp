#include "moebench/report/figure_table.hpp"

#include <utility>

#include <fmt/format.h>

#include "moebench/report/numbers.hpp"

namespace moebench::report {

FigureTable::FigureTable(std::string_view grouping, double level)
    : table_{{{std::string{grouping}, Align::left},
              {"Metric", Align::left},
              {"Value", Align::right},
              {fmt::format("{:g} % interval", level * 100), Align::right},
              {"Unit", Align::left}}} {}

void FigureTable::group(std::string_view name) {
  pending_group_ = name;
}

void FigureTable::add(std::string_view metric, const core::Estimate& estimate, std::string_view unit) {
  const FigureText text = figure(estimate);
  add_text(metric, text.value, text.interval, unit);
}

void FigureTable::add_text(std::string_view metric, std::string_view value, std::string_view interval,
                           std::string_view unit) {
  table_.add({std::exchange(pending_group_, {}), std::string{metric}, std::string{value}, std::string{interval},
              std::string{unit}});
}

}  // namespace moebench::report
