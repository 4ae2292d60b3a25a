#include "moebench/stats/compare.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "compared_samples.hpp"
#include "comparison_doubts.hpp"
#include "doubts.hpp"
#include "moebench/stats/effect_size.hpp"
#include "moebench/stats/equivalence.hpp"
#include "moebench/stats/match.hpp"
#include "moebench/stats/moments.hpp"
#include "moebench/stats/p_adjust.hpp"
#include "moebench/stats/quantile.hpp"
#include "moebench/stats/ratio.hpp"
#include "moebench/stats/sorted.hpp"
#include "moebench/stats/verdict.hpp"
#include "moebench/stats/welch.hpp"

namespace moebench::stats {
namespace {

using core::BenchmarkResult;

/// The mean of the medians of the runs that have samples. At least one.
double mean_of_run_medians(const core::Series& series) {
  std::vector<double> medians;
  for (const core::Run& run : series.runs) {
    if (!run.samples.empty()) {
      medians.push_back(quantile(sorted(run.samples), 0.5));
    }
  }
  return moments(medians).mean;
}

std::optional<double> quotient_of(std::optional<double> dividend, std::optional<double> divisor) {
  return dividend && divisor ? quotient(*dividend, *divisor) : std::nullopt;
}

core::Moments moments_of(const core::ReportedSummary& reported) {
  return {.n = reported.iterations, .mean = reported.mean, .sd = reported.iterations > 1 ? reported.sd : std::nullopt};
}

std::optional<double> operations_per_second(double mean_us) {
  const double rate = 1e6 / mean_us;
  return mean_us > 0 && std::isfinite(rate) ? std::optional{rate} : std::nullopt;
}

core::ComparedSide measured_side(const BenchmarkResult& result, const std::vector<double>& ascending) {
  const auto has_samples = [](const core::Run& run) { return !run.samples.empty(); };
  return {.name = result.name,
          .framework = result.framework,
          .iterations = result.series.operation_count(),
          .warmup = {},
          .runs = static_cast<std::size_t>(std::ranges::count_if(result.series.runs, has_samples)),
          .moments = moments(ascending),
          .p50 = quantile(ascending, 0.5),
          .throughput_per_sec = result.series.operations_per_second(),
          .unit = result.series.unit,
          .better = result.series.better};
}

/// The throughput that the file tells of, or that its mean gives.
std::optional<double> reported_throughput(const core::ReportedSummary& reported, const core::Series& series) {
  if (series.unit != "us") {
    return std::nullopt;
  }
  return reported.throughput_per_sec ? reported.throughput_per_sec : operations_per_second(reported.mean);
}

core::ComparedSide reported_side(const BenchmarkResult& result, const core::ReportedSummary& reported) {
  return {.name = result.name,
          .framework = result.framework,
          .iterations = reported.iterations,
          .warmup = {},
          .runs = 0,
          .moments = moments_of(reported),
          .p50 = reported.p50,
          .throughput_per_sec = reported_throughput(reported, result.series),
          .unit = result.series.unit,
          .better = result.series.better};
}

/// `ascending`: the result's samples, none where it has none.
core::ComparedSide side_of(const BenchmarkResult& result, const std::vector<double>& ascending) {
  return result.has_samples() ? measured_side(result, ascending) : reported_side(result, result.reported.value());
}

Bounds bounds_of(const core::Margin& margin) {
  return {.low = margin.low, .high = margin.high};
}

std::optional<core::Tost> tost_if_asked(const core::Moments& candidate, const core::Moments& baseline,
                                        const CompareOptions& options) {
  return options.tost ? tost(candidate, baseline, *options.tost, options.alpha) : std::nullopt;
}

std::optional<core::ComparedRuns> compare_runs(const core::Comparison& sides, const core::Series& candidate,
                                               const core::Series& baseline, const CompareOptions& options) {
  if (sides.candidate.runs < 2 || sides.baseline.runs < 2) {
    return std::nullopt;
  }
  const core::Moments a = moments_of_means(moments_of_runs(candidate));
  const core::Moments b = moments_of_means(moments_of_runs(baseline));
  return core::ComparedRuns{.candidate = a,
                            .baseline = b,
                            .difference = difference(a, b, sides.level),
                            .welch = welch(a, b),
                            .ratio = ratio_of_means(a, b, sides.level),
                            .speedup = speedup_of_means(sides, a, b),
                            .tost = tost_if_asked(a, b, options),
                            .tost_ratio = tost_of_ratio(a, b, bounds_of(options.margin), options.alpha)};
}

void set_other_speedups(core::Comparison& comparison) {
  if (same_scale(comparison)) {
    const core::ComparedSide& a = comparison.candidate;
    const core::ComparedSide& b = comparison.baseline;
    comparison.speedup_p50 = a.better == core::Better::lower ? quotient_of(b.p50, a.p50) : quotient_of(a.p50, b.p50);
    comparison.speedup_throughput = quotient_of(a.throughput_per_sec, b.throughput_per_sec);
  }
}

std::string cpu_of(const core::ResultSet& set) {
  return set.config.text("cpu", set.environment.facts.text("cpu_model"));
}

void adjust_p_values(std::vector<core::Comparison>& comparisons) {
  PValues p_values;
  for (const core::Comparison& comparison : comparisons) {
    const std::optional<core::Welch>& test = comparison.main_welch();
    p_values.push_back(test ? std::optional{test->p_value} : std::nullopt);
  }
  const PValues by_holm = holm(p_values);
  const PValues by_bh = benjamini_hochberg(p_values);
  for (std::size_t i = 0; i < comparisons.size(); ++i) {
    comparisons[i].holm = by_holm[i];
    comparisons[i].bh = by_bh[i];
  }
}

bool depends(const BenchmarkResult& candidate, const BenchmarkResult& baseline) {
  return autocorrelated(candidate.series) || autocorrelated(baseline.series);
}

}  // namespace

core::Comparison compare(const BenchmarkResult& candidate, const BenchmarkResult& baseline,
                         const CompareOptions& options) {
  const SortedPair ascending = sorted_pair(candidate.series.pooled(), baseline.series.pooled(), options.threads);
  core::ComparedSide a = side_of(candidate, ascending.a);
  core::ComparedSide b = side_of(baseline, ascending.b);
  const core::Moments of_a = a.moments;
  const core::Moments of_b = b.moments;
  core::Comparison comparison{.name = candidate.name,
                              .level = options.level,
                              .candidate = std::move(a),
                              .baseline = std::move(b),
                              .difference = difference(of_a, of_b, options.level),
                              .welch = welch(of_a, of_b),
                              .holm = {},
                              .bh = {},
                              .effect_sizes = effect_sizes(of_a, of_b, options.level),
                              .ratio = ratio_of_means(of_a, of_b, options.level),
                              .speedup = {},
                              .speedup_p50 = {},
                              .speedup_throughput = {},
                              .between_runs = {},
                              .warnings = {}};
  comparison.alpha = options.alpha;
  comparison.speedup = speedup_of_means(comparison, of_a, of_b);
  comparison.tost = tost_if_asked(of_a, of_b, options);
  comparison.tost_ratio = tost_of_ratio(of_a, of_b, bounds_of(options.margin), options.alpha);
  comparison.between_runs = compare_runs(comparison, candidate.series, baseline.series, options);
  if (comparison.between_runs) {
    comparison.candidate.p50 = mean_of_run_medians(candidate.series);
    comparison.baseline.p50 = mean_of_run_medians(baseline.series);
  }
  set_other_speedups(comparison);
  if (candidate.has_samples() && baseline.has_samples()) {
    compare_samples(comparison, candidate.series, baseline.series, ascending, options);
    if (!comparison.between_runs && depends(candidate, baseline)) {
      comparison.dependence_corrected = correct_for_dependence(comparison, candidate.series, baseline.series, options);
    }
  }
  comparison.verdict = verdict(comparison, options.margin);
  comparison.warnings = doubts_about(candidate, baseline, comparison);
  return comparison;
}

core::Result<core::ComparisonSet> compare_sets(const core::ResultSet& candidate, const core::ResultSet& baseline,
                                               const CompareOptions& options) {
  auto matching = match_results(candidate, baseline, options.matches);
  if (!matching) {
    return std::unexpected(std::move(matching.error()));
  }
  core::ComparisonSet set{.comparisons = {},
                          .unmatched_candidate = std::move(matching->unmatched_candidate),
                          .unmatched_baseline = std::move(matching->unmatched_baseline),
                          .warnings = {}};
  const std::string cpu_a = cpu_of(candidate);
  const std::string cpu_b = cpu_of(baseline);
  for (const auto& [of_candidate, of_baseline] : matching->pairs) {
    core::Comparison comparison = compare(*of_candidate, *of_baseline, options);
    comparison.candidate.warmup = candidate.config.count("warmup_iterations");
    comparison.baseline.warmup = baseline.config.count("warmup_iterations");
    if (!cpu_a.empty() && !cpu_b.empty() && cpu_a != cpu_b) {
      comparison.warnings.push_back(different_machines(comparison.name, cpu_a, cpu_b));
    }
    set.comparisons.push_back(std::move(comparison));
  }
  adjust_p_values(set.comparisons);
  return set;
}

}  // namespace moebench::stats
