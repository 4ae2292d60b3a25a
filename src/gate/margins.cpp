#include "moebench/gate/margins.hpp"

#include <algorithm>
#include <cmath>

#include "moebench/core/name_pattern.hpp"

namespace moebench::gate {

namespace {

bool fits_row(const MarginRule& rule, std::string_view name, core::GateMetric metric) {
  return rule.rows == core::name(metric) || core::fits_pattern(rule.rows, name);
}

}  // namespace

double Margins::of(std::string_view name, core::GateMetric metric) const {
  double chosen = change;
  for (const MarginRule& rule : rules) {
    if (fits_row(rule, name, metric)) {
      chosen = rule.change;
    }
  }
  return chosen;
}

std::vector<std::string> Margins::unused(std::span<const core::GateRow> rows) const {
  std::vector<std::string> names;
  for (const MarginRule& rule : rules) {
    if (std::ranges::none_of(
            rows, [&](const core::GateRow& row) { return fits_row(rule, row.candidate.name, row.metric); })) {
      names.push_back(rule.rows);
    }
  }
  return names;
}

double noise_floor(const core::Calibration& calibration, std::string_view name, core::GateMetric metric, bool pairs,
                   std::size_t candidate_runs, std::size_t baseline_runs) {
  const core::CalibratedRow* known = calibration.find(name, metric);
  if (known == nullptr || candidate_runs == 0 || baseline_runs == 0) {
    return 0;
  }
  if (pairs) {
    const double narrowed = static_cast<double>(calibration.blocks) / static_cast<double>(candidate_runs);
    return std::expm1(std::log1p(known->noise_floor) * std::sqrt(narrowed));
  }
  constexpr double of_normal = 1.959963984540054;  // 95 % of a normal distribution lie within so many sd
  const double parts = 1 / static_cast<double>(candidate_runs) + 1 / static_cast<double>(baseline_runs);
  return std::expm1(of_normal * known->sd_of_runs * std::sqrt(parts));
}

core::Margin margin_of(double change) {
  return {.low = 1 / (1 + change), .high = 1 + change};
}

}  // namespace moebench::gate
