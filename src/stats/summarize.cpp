#include "moebench/stats/summarize.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "doubts.hpp"
#include "moebench/stats/counts.hpp"
#include "moebench/stats/interval.hpp"
#include "moebench/stats/moments.hpp"
#include "moebench/stats/quantile.hpp"

namespace moebench::stats {
namespace {

/// The wanted probabilities and the three standard ones, each once, ascending.
std::vector<double> all_probabilities(std::vector<double> wanted) {
  wanted.insert(wanted.end(), k_standard_quantiles.begin(), k_standard_quantiles.end());
  std::ranges::sort(wanted);
  const auto repeated = std::ranges::unique(wanted);
  wanted.erase(repeated.begin(), repeated.end());
  return wanted;
}

/// An interval of no width says of counts that all runs agree, but of times that the clock's step hides how they vary.
core::Estimate of_times(core::Estimate estimate, const core::Series& series) {
  if (series.unit == "us" && estimate.interval && !(estimate.interval->upper > estimate.interval->lower)) {
    estimate.interval.reset();
  }
  return estimate;
}

// Fewer hold no sample beyond their p99.9.
constexpr std::size_t k_enough_for_p999 = 1000;

std::optional<core::BetweenRuns> between_runs(const core::Series& series, double level) {
  const std::vector<core::Moments> of_runs = moments_of_runs(series);
  if (of_runs.size() < 2) {
    return std::nullopt;
  }
  std::vector<double> p50, p95, p99, p999;
  for (const core::Run& run : series.runs) {
    if (!run.samples.empty()) {
      const std::vector<double> ascending = sorted(run.samples);
      p50.push_back(quantile(ascending, 0.5));
      p95.push_back(quantile(ascending, 0.95));
      p99.push_back(quantile(ascending, 0.99));
      if (ascending.size() >= k_enough_for_p999) {
        p999.push_back(quantile(ascending, 0.999));
      }
    }
  }
  const core::Moments means = moments_of_means(of_runs);
  const auto over_runs = [&](const std::vector<double>& figures) {
    return of_times(estimate_over_runs(figures, level), series);
  };
  const bool has_p999 = p999.size() == of_runs.size();
  return core::BetweenRuns{.runs = of_runs.size(),
                           .df = static_cast<double>(of_runs.size() - 1),
                           .mean = of_times(estimate(means, level), series),
                           .sd_of_means = *means.sd,
                           .p50 = over_runs(p50),
                           .p95 = over_runs(p95),
                           .p99 = over_runs(p99),
                           .p999 = has_p999 ? std::optional{over_runs(p999)} : std::nullopt};
}

core::Summary of_samples(const core::Series& series, std::span<const double> ascending, const SummaryOptions& options) {
  const core::Moments pooled = moments(ascending);
  core::Summary summary{.n = ascending.size(),
                        .operations = series.operation_count(),
                        .level = options.level,
                        .mean = pooled.mean,
                        .sd = pooled.sd,
                        .mean_interval = mean_interval(pooled, options.level),
                        .min = ascending.front(),
                        .max = ascending.back(),
                        .quantiles = {},
                        .between_runs = between_runs(series, options.level),
                        .counts = {},
                        .warnings = {}};
  for (const double p : all_probabilities(options.quantiles)) {
    summary.quantiles.push_back(quantile_with_interval(ascending, p, options.level));
  }
  if (summary.quantile(0.999) == nullptr) {
    if (const core::Quantile p999 = quantile_with_interval(ascending, 0.999, options.level); p999.upper) {
      summary.quantiles.push_back(p999);
      std::ranges::sort(summary.quantiles, {}, &core::Quantile::p);
    }
  }
  return summary;
}

core::Summary of_reported(const core::ReportedSummary& reported, double level) {
  const core::Moments told{.n = reported.iterations, .mean = reported.mean, .sd = reported.sd};
  core::Summary summary{.n = reported.iterations,
                        .operations = reported.iterations,
                        .level = level,
                        .mean = reported.mean,
                        .sd = reported.iterations > 1 ? reported.sd : std::nullopt,
                        .mean_interval = mean_interval(told, level),
                        .min = reported.min,
                        .max = reported.max,
                        .quantiles = {},
                        .between_runs = {},
                        .counts = {},
                        .warnings = {}};
  const auto add = [&summary](double p, std::optional<double> value) {
    if (value) {
      summary.quantiles.push_back(
          {.p = p, .value = *value, .lower = {}, .upper = {}, .lower_rank = {}, .upper_rank = {}, .coverage = 0});
    }
  };
  add(0.5, reported.p50);
  add(0.95, reported.p95);
  add(0.99, reported.p99);
  return summary;
}

}  // namespace

core::Summary summarize(const core::BenchmarkResult& result, const SummaryOptions& options) {
  return summarize(result, sorted(result.series.pooled()), options);
}

core::Summary summarize(const core::BenchmarkResult& result, std::span<const double> ascending,
                        const SummaryOptions& options) {
  core::Summary summary = result.has_samples() ? of_samples(result.series, ascending, options)
                                               : of_reported(result.reported.value(), options.level);
  summary.counts = summarize_counts(result.series, options.level);
  summary.warnings = doubts_about(result, summary);
  return summary;
}

}  // namespace moebench::stats
