#include "moebench/gate/calibrate.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "moebench/gate/run_figures.hpp"
#include "moebench/gate/schedule.hpp"
#include "moebench/stats/autocorrelation.hpp"
#include "moebench/stats/distributions.hpp"
#include "moebench/stats/moments.hpp"
#include "moebench/stats/quantile.hpp"
#include "moebench/stats/sorted.hpp"

namespace moebench::gate {
namespace {

constexpr double k_level = 0.95;
constexpr std::size_t k_enough_gates = 20;  // for their 95 % quantile to be one of them

/// What judge() reads of some of the runs.
core::ResultSet pairs_of(const core::ResultSet& set, std::size_t first, std::size_t count) {
  core::ResultSet part;
  for (const core::BenchmarkResult& result : set.results) {
    core::BenchmarkResult& kept = part.results.emplace_back();
    kept.name = result.name;
    kept.framework = result.framework;
    kept.series.unit = result.series.unit;
    kept.series.better = result.series.better;
    const auto begin = result.series.runs.begin() + static_cast<std::ptrdiff_t>(first);
    kept.series.runs.assign(begin, begin + static_cast<std::ptrdiff_t>(count));
  }
  return part;
}

/// The number of runs that every result has; 0 where they differ.
std::size_t runs_in(const core::ResultSet& set) {
  const std::size_t runs = set.results.empty() ? 0 : set.results.front().series.runs.size();
  const bool all = std::ranges::all_of(
      set.results, [runs](const core::BenchmarkResult& result) { return result.series.runs.size() == runs; });
  return all ? runs : 0;
}

/// What a gate that may stop early comes to.
core::Result<Rows> gate_of(const core::ResultSet& one, const core::ResultSet& other, std::size_t first,
                           std::span<const std::size_t> looks, const RowOptions& options) {
  for (;; looks = looks.subspan(1)) {
    const std::size_t look = looks.front();
    auto rows = judge(pairs_of(one, first, look), pairs_of(other, first, look), Design::pairs, options);
    if (!rows || looks.size() == 1 || settled(rows->rows, std::nullopt)) {
      return rows;
    }
  }
}

struct RowCounts {
  std::size_t regressed = 0;
  std::size_t changed_at_0 = 0;
  std::vector<double> distances;  // of the gates' ratios from 1, as logarithms
};

core::Rate rate(std::size_t times, std::size_t of) {
  return {.times = times, .of = of, .interval = stats::clopper_pearson(times, of, k_level)};
}

std::vector<double> logs_of(std::span<const double> figures) {
  std::vector<double> logs;
  for (const double figure : figures) {
    logs.push_back(std::log(figure));
  }
  return logs;
}

/// From the interquartile range, which a few disturbed pairs leave alone.
/// Where half of the pairs and more are alike, that range says nothing, and all count.
double robust_sd(std::span<const double> values) {
  constexpr double of_normal = 1.3489795003921634;  // interquartile range of the standard normal distribution
  const double range = stats::quantile_difference(stats::sorted(values), 0.25, 0.75);
  return range > 0 ? range / of_normal : stats::moments(values).sd.value_or(0);
}

core::CalibratedRow spread_of(const core::BenchmarkResult& one, const core::BenchmarkResult& other,
                              core::GateMetric metric) {
  const std::vector<double> a = logs_of(run_figures(one, metric).values);
  const std::vector<double> b = logs_of(run_figures(other, metric).values);
  std::vector<double> differences;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    differences.push_back(a[i] - b[i]);
  }
  std::vector<double> all = a;
  all.insert(all.end(), b.begin(), b.end());
  return {.name = one.name,
          .metric = metric,
          .sd_of_pairs = robust_sd(differences),
          .lag1 = stats::lag1_autocorrelation(differences).value_or(0),
          .sd_of_runs = stats::moments(all).sd.value_or(0),
          .noise_floor = 0,
          .smallest_effect = 0,
          .regressed = rate(0, 1),
          .changed_at_0 = rate(0, 1)};
}

void add_effects(core::CalibratedRow& row, const RowCounts& counts, std::size_t blocks, double look_alpha,
                 double change) {
  const double standard_error = std::sqrt(M_PI / 3 / static_cast<double>(blocks)) * row.sd_of_pairs;
  double floor = stats::normal_quantile(1 - (1 - k_level) / 2) * standard_error;
  if (counts.distances.size() >= k_enough_gates) {
    floor = std::max(floor, stats::quantile(stats::sorted(counts.distances), k_level));
  }
  row.noise_floor = std::expm1(floor);
  const double beyond = (stats::normal_quantile(1 - look_alpha / 2) + stats::normal_quantile(0.8)) * standard_error;
  row.smallest_effect = (1 + change) * std::exp(beyond) - 1;
}

}  // namespace

core::Result<core::Calibration> calibrate(const core::ResultSet& one, const core::ResultSet& other, std::size_t blocks,
                                          const RowOptions& options) {
  const std::size_t pairs = runs_in(one) == runs_in(other) ? runs_in(one) : 0;
  const std::size_t gates = blocks == 0 ? 0 : pairs / blocks;
  if (gates == 0) {
    return core::usage_error("blocks",
                             fmt::format("a gate takes {} blocks of every result and {} were measured", blocks, pairs));
  }
  const auto first = judge(pairs_of(one, 0, 1), pairs_of(other, 0, 1), Design::pairs, options);
  if (!first) {
    return std::unexpected(first.error());
  }
  const std::vector<std::size_t> all_looks = looks(blocks, options.alpha, first->rows.size());
  RowOptions at_look = options;
  at_look.alpha = options.alpha / static_cast<double>(all_looks.size());
  RowOptions at_0 = at_look;
  at_0.margins = {.change = 0};

  std::vector<core::GateRow> shape;
  std::vector<RowCounts> counts;
  for (std::size_t gate = 0; gate < gates; ++gate) {
    const auto judged = gate_of(one, other, gate * blocks, all_looks, at_look);
    if (!judged) {
      return std::unexpected(judged.error());
    }
    const auto strict = gate_of(one, other, gate * blocks, all_looks, at_0);
    if (!strict) {
      return std::unexpected(strict.error());
    }
    shape = judged->rows;
    counts.resize(shape.size());
    for (std::size_t i = 0; i < shape.size(); ++i) {
      const core::Outcome outcome = strict->rows[i].verdict.outcome;
      counts[i].regressed += judged->rows[i].verdict.outcome == core::Outcome::regressed;
      counts[i].changed_at_0 += outcome == core::Outcome::regressed || outcome == core::Outcome::improved;
      if (judged->rows[i].ratio) {
        counts[i].distances.push_back(std::abs(std::log(judged->rows[i].ratio->value)));
      }
    }
  }

  core::Calibration calibration{.machine = {},
                                .command = {},
                                .timestamp = {},
                                .gates = gates,
                                .blocks = blocks,
                                .seconds_per_block = 0,
                                .alpha = options.alpha,
                                .margin = options.margins.change,
                                .rows = {}};
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const core::BenchmarkResult& a = *one.find(shape[i].candidate.name);
    const core::BenchmarkResult& b = *other.find(shape[i].baseline.name);
    core::CalibratedRow row = spread_of(a, b, shape[i].metric);
    row.regressed = rate(counts[i].regressed, gates);
    row.changed_at_0 = rate(counts[i].changed_at_0, gates);
    add_effects(row, counts[i], blocks, at_look.alpha, options.margins.of(row.name, row.metric));
    calibration.rows.push_back(std::move(row));
  }
  return calibration;
}

}  // namespace moebench::gate
