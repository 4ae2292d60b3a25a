// The smallest change that matters, for each row of a gate. Included by rows and by cli.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "moebench/core/calibration.hpp"
#include "moebench/core/gate.hpp"

namespace moebench::gate {

/// A margin for some rows: those whose metric has this name ("p99"), or whose result's name fits this pattern of the
/// shell ("router/*").
struct MarginRule {
  std::string rows;
  double change;  // 0.03: 3 % slower, and as much faster on the logarithmic scale; at least 0
};

struct Margins {
  double change = 0.03;                // where no rule fits
  std::vector<MarginRule> rules = {};  // the last that fits counts
  std::optional<core::Calibration> calibration = {};

  struct Chosen {
    core::Margin margin;
    bool raised;  // to the noise floor of the calibration
  };
  Chosen of(std::string_view name, core::GateMetric metric) const;
};

/// [1 / (1 + change), 1 + change]. change at least 0.
core::Margin margin_of(double change);

/// Whether `name` fits the shell's pattern: * any characters, ? one, [..] one of them; \ takes the next as it is.
bool fits(std::string_view name, const std::string& pattern);

}  // namespace moebench::gate
