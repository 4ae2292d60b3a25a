#include "moebench/report/estimates.hpp"

#include <limits>

#include <fmt/format.h>

namespace moebench::report {

core::Estimate mean_estimate(const core::Summary& summary) {
  if (summary.between_runs) {
    return summary.between_runs->mean;
  }
  core::Estimate mean{.value = summary.mean, .interval = {}};
  if (summary.mean_interval) {
    mean.interval = {summary.mean_interval->lower, summary.mean_interval->upper};
  }
  return mean;
}

core::Estimate quantile_estimate(const core::Summary& summary, double p) {
  constexpr core::Estimate unknown{.value = std::numeric_limits<double>::quiet_NaN(), .interval = {}};
  if (const auto& runs = summary.between_runs) {
    return p == 0.5 ? runs->p50 : p == 0.95 ? runs->p95 : p == 0.99 ? runs->p99 : runs->p999.value_or(unknown);
  }
  const core::Quantile* quantile = summary.quantile(p);
  if (quantile == nullptr) {
    return unknown;
  }
  core::Estimate estimate{.value = quantile->value, .interval = {}};
  if (quantile->lower && quantile->upper) {
    estimate.interval = {*quantile->lower, *quantile->upper};
  }
  return estimate;
}

core::Estimate scaled(const core::Estimate& estimate, double factor) {
  core::Estimate out{.value = estimate.value * factor, .interval = {}};
  if (estimate.interval) {
    out.interval = {estimate.interval->lower * factor, estimate.interval->upper * factor};
  }
  return out;
}

core::Estimate inverted(const core::Estimate& estimate, double numerator) {
  core::Estimate out{.value = numerator / estimate.value, .interval = {}};
  if (estimate.interval && estimate.interval->lower > 0) {
    out.interval = {numerator / estimate.interval->upper, numerator / estimate.interval->lower};
  }
  return out;
}

std::string interval_basis(const core::Summary& summary) {
  const double level = summary.level * 100;
  if (summary.between_runs) {
    return fmt::format("{:g} % t interval over {} runs (fresh processes)", level, summary.between_runs->runs);
  }
  return fmt::format("{:g} % interval within one process: not replicated, use --runs", level);
}

}  // namespace moebench::report
