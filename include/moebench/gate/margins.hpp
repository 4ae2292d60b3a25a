// The smallest change that matters, for each row of a gate. Included by rows and by cli.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "moebench/core/calibration.hpp"
#include "moebench/core/gate.hpp"

namespace moebench::gate {

/// A margin for some rows: those whose metric has this name ("p99"), or whose result's name fits this pattern
/// ("router/*").
struct MarginRule {
  std::string rows;
  double change;  // 0.03: 3 % slower, and as much faster on the logarithmic scale; at least 0
};

struct Margins {
  double change = 0.03;                // where no rule fits
  std::vector<MarginRule> rules = {};  // the last that fits counts
  std::optional<core::Calibration> calibration = {};

  /// The change that matters in that row.
  double of(std::string_view name, core::GateMetric metric) const;

  /// The rules that fit no row.
  std::vector<std::string> unused(std::span<const core::GateRow> rows) const;
};

/// The change that identical code stays within 19 times of 20, as the calibration of that row says; 0 where it says
/// nothing. Of pairs that took turns: the floor of its gates, narrowed or widened with the square root of their blocks.
/// Of runs that did not: 1.96 standard errors from how runs vary.
double noise_floor(const core::Calibration& calibration, std::string_view name, core::GateMetric metric, bool pairs,
                   std::size_t candidate_runs, std::size_t baseline_runs);

/// [1 / (1 + change), 1 + change]. change at least 0.
core::Margin margin_of(double change);

}  // namespace moebench::gate
