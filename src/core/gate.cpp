#include "moebench/core/gate.hpp"

#include <algorithm>

namespace moebench::core {

std::string_view name(GateMetric metric) {
  switch (metric) {
    case GateMetric::mean: return "mean";
    case GateMetric::p50: return "p50";
    case GateMetric::p95: return "p95";
    case GateMetric::p99: return "p99";
    case GateMetric::throughput: return "throughput";
  }
  return "unknown";
}

std::string_view name(Adjustment adjustment) {
  switch (adjustment) {
    case Adjustment::holm: return "Holm";
    case Adjustment::benjamini_hochberg: return "Benjamini-Hochberg";
  }
  return "unknown";
}

std::size_t GateReport::count(Outcome outcome) const {
  return static_cast<std::size_t>(
      std::ranges::count(rows, outcome, [](const GateRow& row) { return row.verdict.outcome; }));
}

}  // namespace moebench::core
