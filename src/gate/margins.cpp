#include "moebench/gate/margins.hpp"

#include <algorithm>

#include <fnmatch.h>

namespace moebench::gate {

Margins::Chosen Margins::of(std::string_view name, core::GateMetric metric) const {
  double chosen = change;
  for (const MarginRule& rule : rules) {
    if (rule.rows == core::name(metric) || fits(name, rule.rows)) {
      chosen = rule.change;
    }
  }
  const core::CalibratedRow* known = calibration ? calibration->find(name, metric) : nullptr;
  const double floor = known == nullptr ? 0 : known->noise_floor;
  return {.margin = margin_of(std::max(chosen, floor)), .raised = floor > chosen};
}

core::Margin margin_of(double change) {
  return {.low = 1 / (1 + change), .high = 1 + change};
}

bool fits(std::string_view name, const std::string& pattern) {
  return fnmatch(pattern.c_str(), std::string{name}.c_str(), 0) == 0;
}

}  // namespace moebench::gate
