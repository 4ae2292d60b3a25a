#include "compared_samples.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "comparison_doubts.hpp"
#include "doubts.hpp"
#include "moebench/stats/autocorrelation.hpp"
#include "moebench/stats/bootstrap.hpp"
#include "moebench/stats/brunner_munzel.hpp"
#include "moebench/stats/kolmogorov_smirnov.hpp"
#include "moebench/stats/log_t.hpp"
#include "moebench/stats/moments.hpp"
#include "moebench/stats/quantile.hpp"
#include "moebench/stats/quantile_contrast.hpp"
#include "moebench/stats/ratio.hpp"
#include "moebench/stats/welch.hpp"

namespace moebench::stats {
namespace {

std::vector<std::vector<double>> sorted_runs(const core::Series& series) {
  std::vector<std::vector<double>> runs;
  for (const core::Run& run : series.runs) {
    if (!run.samples.empty()) {
      runs.push_back(sorted(run.samples));
    }
  }
  return runs;
}

std::vector<double> quantiles_of(const std::vector<std::vector<double>>& ascending_runs, double p) {
  std::vector<double> figures(ascending_runs.size());
  std::ranges::transform(ascending_runs, figures.begin(), [p](const auto& run) { return quantile(run, p); });
  return figures;
}

/// The samples pooled, counted as the independent ones that they are worth.
core::Moments worth(const core::Series& series, core::Moments pooled) {
  double independent = 0;
  for (const core::Run& run : series.runs) {
    if (!run.samples.empty()) {
      independent += effective_samples_ar1(run.samples.size(), lag1_autocorrelation(run.samples).value_or(0));
    }
  }
  pooled.n = std::min(pooled.n, static_cast<std::uint64_t>(std::max(1.0, std::floor(independent))));
  return pooled;
}

}  // namespace

void compare_samples(core::Comparison& comparison, const core::Series& candidate, const core::Series& baseline,
                     const SortedPair& ascending, const CompareOptions& options) {
  const auto& [a, b] = ascending;
  comparison.mann_whitney = mann_whitney(a, b, options.mann_whitney);
  comparison.dominance = dominance(comparison.mann_whitney->u, a.size(), b.size());
  comparison.brunner_munzel = brunner_munzel(a, b);
  comparison.kolmogorov_smirnov = kolmogorov_smirnov(a, b);
  comparison.log_t = log_t(a, b, options.level);
  if (options.resamples > 0) {
    // In the files' order: a resample draws places.
    comparison.ratio_bootstrap = bootstrap_ratio_of_means(candidate.pooled(), baseline.pooled(),
                                                          {.resamples = options.resamples,
                                                           .seed = options.seed,
                                                           .level = options.level,
                                                           .threads = options.threads,
                                                           .drawn = options.drawn});
  }
  comparison.quantiles = contrast_quantiles(candidate, baseline, ascending, k_standard_quantiles,
                                            comparison.between_runs.has_value(), options.level);
}

std::vector<core::ComparedQuantile> contrast_quantiles(const core::Series& candidate, const core::Series& baseline,
                                                       const SortedPair& ascending, std::span<const double> ps,
                                                       bool between_runs, double level) {
  std::vector<std::vector<double>> runs_a;
  std::vector<std::vector<double>> runs_b;
  if (between_runs) {
    runs_a = sorted_runs(candidate);
    runs_b = sorted_runs(baseline);
  }
  std::vector<core::ComparedQuantile> all;
  for (const double p : ps) {
    core::ComparedQuantile compared = contrast_of_samples(ascending.a, ascending.b, p, level);
    if (between_runs) {
      compared.of_runs = contrast_of_runs(quantiles_of(runs_a, p), quantiles_of(runs_b, p), level);
    }
    all.push_back(compared);
  }
  return all;
}

std::optional<core::Ratio> speedup_of_means(const core::Comparison& sides, const core::Moments& candidate,
                                            const core::Moments& baseline) {
  if (!same_scale(sides)) {
    return std::nullopt;
  }
  return sides.candidate.better == core::Better::lower ? ratio_of_means(baseline, candidate, sides.level)
                                                       : ratio_of_means(candidate, baseline, sides.level);
}

core::DependenceCorrected correct_for_dependence(const core::Comparison& comparison, const core::Series& candidate,
                                                 const core::Series& baseline, const CompareOptions& options) {
  const core::Moments a = worth(candidate, comparison.candidate.moments);
  const core::Moments b = worth(baseline, comparison.baseline.moments);
  return {.worth_candidate = a.n,
          .worth_baseline = b.n,
          .difference = difference(a, b, options.level),
          .welch = welch(a, b),
          .ratio = ratio_of_means(a, b, options.level),
          .speedup = speedup_of_means(comparison, a, b),
          .tost_ratio = tost_of_ratio(a, b, {.low = options.margin.low, .high = options.margin.high}, options.alpha)};
}

}  // namespace moebench::stats
