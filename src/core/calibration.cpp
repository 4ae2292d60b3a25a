#include "moebench/core/calibration.hpp"

#include <algorithm>

namespace moebench::core {

const CalibratedRow* Calibration::find(std::string_view name, GateMetric metric) const {
  const auto at =
      std::ranges::find_if(rows, [&](const CalibratedRow& row) { return row.name == name && row.metric == metric; });
  return at == rows.end() ? nullptr : &*at;
}

}  // namespace moebench::core
