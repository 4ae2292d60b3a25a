#include "moebench/gate/run_figures.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>

#include "moebench/stats/moments.hpp"
#include "moebench/stats/quantile.hpp"
#include "moebench/stats/sorted.hpp"

namespace moebench::gate {
namespace {

using core::GateMetric;

std::optional<double> probability_of(GateMetric metric) {
  switch (metric) {
    case GateMetric::p50: return 0.5;
    case GateMetric::p95: return 0.95;
    case GateMetric::p99: return 0.99;
    default: return std::nullopt;
  }
}

std::optional<double> reported_figure(const core::ReportedSummary& reported, GateMetric metric) {
  switch (metric) {
    case GateMetric::mean: return reported.mean;
    case GateMetric::p50: return reported.p50;
    case GateMetric::p95: return reported.p95;
    case GateMetric::p99: return reported.p99;
    case GateMetric::throughput: return reported.throughput_per_sec;
  }
  return std::nullopt;
}

/// The smallest distance between two samples that differ, where most have an equal: the step of the clock that took
/// them. 0 where samples hardly ever repeat.
double step_of(std::span<const double> ascending) {
  std::size_t distinct = ascending.empty() ? 0 : 1;
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t i = 1; i < ascending.size(); ++i) {
    const double distance = ascending[i] - ascending[i - 1];
    // Samples of one step differ in their last digits where each was divided by the batch.
    if (distance > 1e-9 * ascending[i]) {
      ++distinct;
      least = std::min(least, distance);
    }
  }
  return distinct > 1 && 2 * distinct <= ascending.size() ? least : 0;
}

RunFigures quantiles(RunFigures figures, const core::Series& series, double p) {
  for (const core::Run& run : series.runs) {
    if (!run.samples.empty()) {
      const std::vector<double> ascending = stats::sorted(run.samples);
      figures.values.push_back(stats::quantile(ascending, p));
      figures.step = std::max(figures.step, step_of(ascending));
    }
  }
  return figures;
}

RunFigures throughputs(RunFigures figures, const core::Series& series) {
  for (const core::Run& run : series.runs) {
    core::Series alone = series;
    alone.runs = {run};
    if (const auto rate = alone.operations_per_second()) {
      figures.values.push_back(*rate);
    }
  }
  if (figures.values.size() != series.runs.size()) {
    figures.values.clear();
  }
  return figures;
}

}  // namespace

core::BenchmarkResult as_one_run(core::BenchmarkResult result, const std::vector<GateMetric>& metrics) {
  std::vector<core::Run>& runs = result.series.runs;
  if (!result.has_samples()) {
    runs.clear();
    if (metrics.size() == 1 && metrics.front() != GateMetric::throughput && result.reported) {
      if (const auto figure = reported_figure(*result.reported, metrics.front())) {
        runs.push_back({.batch = 1, .samples = {*figure}, .counts = {}});
      }
    }
  }
  for (std::size_t i = 1; i < runs.size(); ++i) {
    runs.front().samples.insert(runs.front().samples.end(), runs[i].samples.begin(), runs[i].samples.end());
  }
  runs.resize(std::min<std::size_t>(runs.size(), 1));
  result.reported.reset();
  return result;
}

RunFigures run_figures(const core::BenchmarkResult& result, GateMetric metric) {
  const core::Series& series = result.series;
  RunFigures figures{.metric = metric, .unit = series.unit, .better = series.better, .values = {}};
  if (metric == GateMetric::throughput) {
    figures.unit = "1/s";
    figures.better = core::Better::higher;
  }
  if (!result.has_samples()) {
    if (const auto figure = result.reported ? reported_figure(*result.reported, metric) : std::nullopt) {
      figures.values.push_back(*figure);
    }
    return figures;
  }
  if (metric == GateMetric::throughput) {
    return throughputs(std::move(figures), series);
  }
  if (const auto p = probability_of(metric)) {
    return quantiles(std::move(figures), series, *p);
  }
  for (const core::Moments& of_run : stats::moments_of_runs(series)) {
    figures.values.push_back(of_run.mean);
  }
  return figures;
}

}  // namespace moebench::gate
