#include "moebench/core/history.hpp"

namespace moebench::core {

std::optional<double> figure_of(const Measurement& measurement, HistoryMetric metric) {
  switch (metric) {
    case HistoryMetric::mean: return measurement.mean;
    case HistoryMetric::p50: return measurement.p50;
    case HistoryMetric::p95: return measurement.p95;
    case HistoryMetric::p99: return measurement.p99;
    case HistoryMetric::throughput: return measurement.throughput_per_sec;
  }
  return std::nullopt;
}

std::string_view name(HistoryMetric metric) {
  switch (metric) {
    case HistoryMetric::mean: return "mean";
    case HistoryMetric::p50: return "p50";
    case HistoryMetric::p95: return "p95";
    case HistoryMetric::p99: return "p99";
    case HistoryMetric::throughput: return "throughput";
  }
  return "";
}

}  // namespace moebench::core
