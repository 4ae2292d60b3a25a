#include "figures.hpp"

namespace moebench::io {
namespace {

std::optional<double> quantile(const core::Summary& summary, double p, const std::optional<double>& otherwise) {
  const core::Quantile* found = summary.quantile(p);
  return found == nullptr ? otherwise : found->value;
}

}  // namespace

Figures figures(const core::BenchmarkResult& result, const core::Summary& summary) {
  const bool own = result.has_samples();
  const core::ReportedSummary reported =
      own ? core::ReportedSummary{} : result.reported.value_or(core::ReportedSummary{});
  return {
      .p50 = quantile(summary, 0.5, reported.p50),
      .p95 = quantile(summary, 0.95, reported.p95),
      .p99 = quantile(summary, 0.99, reported.p99),
      .min = summary.min ? summary.min : reported.min,
      .max = summary.max ? summary.max : reported.max,
      .throughput_per_sec = own ? result.series.operations_per_second() : reported.throughput_per_sec,
  };
}

}  // namespace moebench::io
