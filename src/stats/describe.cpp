#include "moebench/stats/describe.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <iterator>
#include <span>
#include <vector>

#include "description_doubts.hpp"
#include "finite.hpp"
#include "moebench/core/in_parallel.hpp"
#include "moebench/stats/autocorrelation.hpp"
#include "moebench/stats/consistency.hpp"
#include "moebench/stats/distributions.hpp"
#include "moebench/stats/hierarchical.hpp"
#include "moebench/stats/histogram.hpp"
#include "moebench/stats/levels.hpp"
#include "moebench/stats/modes.hpp"
#include "moebench/stats/moments.hpp"
#include "moebench/stats/normality.hpp"
#include "moebench/stats/outliers.hpp"
#include "moebench/stats/quantile.hpp"
#include "moebench/stats/robust.hpp"
#include "moebench/stats/shapiro_wilk.hpp"
#include "run_budget.hpp"

namespace moebench::stats {
namespace {

using core::Description;

std::size_t runs_with_samples(const core::Series& series) {
  return static_cast<std::size_t>(
      std::ranges::count_if(series.runs, [](const core::Run& run) { return !run.samples.empty(); }));
}

std::vector<double> sorted_samples(const core::Series& series) {
  return series.runs.size() == 1 ? sorted(series.runs.front().samples) : sorted(series.pooled());
}

/// Takes from a summary what a double does not hold.
void drop_what_is_not_finite(core::Summary& summary) {
  summary.sd = summary.sd ? finite(*summary.sd) : std::nullopt;
  const auto& interval = summary.mean_interval;
  if (interval && !(std::isfinite(interval->lower) && std::isfinite(interval->upper))) {
    summary.mean_interval.reset();
  }
}

std::optional<double> standard_error_of_mean(const core::Summary& summary) {
  return summary.sd ? std::optional{*summary.sd / std::sqrt(static_cast<double>(summary.n))} : std::nullopt;
}

/// Student's t interval as if there were only as many samples as those are worth.
std::optional<core::WidenedInterval> widened(const Description& description) {
  const double worth = std::min(description.autocorrelation->ess_ar1, description.autocorrelation->ess_ips);
  constexpr double least = 2;  // below it there is no degree of freedom left
  if (!description.summary.sd || worth < least) {
    return std::nullopt;
  }
  const double level = description.summary.level;
  const double half_width =
      student_t_two_sided_quantile(level, worth - 1) * (*description.summary.sd / std::sqrt(worth));
  const double lower = description.summary.mean - half_width;
  const double upper = description.summary.mean + half_width;
  if (!std::isfinite(lower) || !std::isfinite(upper)) {
    return std::nullopt;
  }
  return core::WidenedInterval{
      .effective_samples = worth, .level = level, .df = worth - 1, .lower = lower, .upper = upper};
}

void add_dependence(Description& description, const core::Series& series, std::optional<std::size_t> lags) {
  Autocorrelations of_series{series};
  description.autocorrelation = autocorrelation(of_series);
  description.ljung_box = ljung_box(of_series, lags.value_or(default_ljung_box_lags(description.summary.n)));
  if (is_dependent(description)) {
    description.widened_mean = widened(description);
  }
}

void add_normality(Description& description, std::span<const double> ascending) {
  const core::Moments center = moments(ascending);
  if (const auto of_samples = shape(ascending, center)) {
    description.skewness = of_samples->skewness;
    description.normality.jarque_bera = jarque_bera(*of_samples, ascending.size());
  }
  description.normality.shapiro_wilk = shapiro_wilk(ascending);
  description.normality.anderson_darling = anderson_darling(ascending, center);
}

void add_shape(Description& description, std::span<const double> ascending) {
  description.robust = robust_figures(ascending);
  description.outliers = outliers(ascending);
  description.histogram = histogram(ascending);
}

void add_modes(Description& description, std::span<const double> ascending, std::size_t run) {
  const auto n = static_cast<double>(description.summary.n);
  const auto& dependence = description.autocorrelation;
  const double share = dependence ? std::min(dependence->ess_ar1, dependence->ess_ips) / n : 1;
  if (auto found = modes(ascending, share * static_cast<double>(ascending.size())); !found.empty()) {
    description.modes.push_back({.run = run, .modes = std::move(found)});
  }
}

// Changes and modes are looked for in each run alone: a difference between runs is neither within them.

void add_changes_in_runs(Description& description, const core::Series& series) {
  for (std::size_t i = 0; i < series.runs.size(); ++i) {
    Levels found = level_changes(series.runs[i].samples, i);
    std::ranges::move(found.changes, std::back_inserter(description.changes));
    std::ranges::move(found.trends, std::back_inserter(description.trends));
  }
}

/// After the dependence, which says how many samples the run's are worth.
void add_modes_in_runs(Description& description, const core::Series& series, std::span<const double> ascending) {
  for (std::size_t i = 0; i < series.runs.size(); ++i) {
    const std::vector<double>& samples = series.runs[i].samples;
    if (description.runs == 1) {
      add_modes(description, samples.empty() ? std::span<const double>{} : ascending, i);
    } else {
      add_modes(description, sorted(samples), i);
    }
  }
}

// From here on a look at all samples takes longer than to create a thread.
constexpr std::size_t k_enough_for_threads = 200'000;

void describe_samples(Description& description, const core::Series& series, std::span<const double> ascending,
                      const DescribeOptions& options) {
  description.median = quantile(ascending, 0.5);
  // Each writes other members.
  const std::array<std::function<void()>, 4> parts{
      [&] { add_dependence(description, series, options.ljung_box_lags); },
      [&] { add_normality(description, ascending); },
      [&] { add_shape(description, ascending); },
      [&] { add_changes_in_runs(description, series); },
  };
  const std::size_t threads = ascending.size() < k_enough_for_threads ? 1 : 0;
  core::in_parallel(parts.size(), threads, [&](std::size_t part) { parts[part](); });
  add_modes_in_runs(description, series, ascending);
  if (options.bootstrap) {
    BootstrapOptions wanted = *options.bootstrap;
    wanted.level = options.summary.level;
    description.bootstrap = bootstrap(ascending, wanted);
  }
  if (description.runs > 1) {
    description.hierarchical = hierarchical(series, options.summary.level);
    description.budget = run_budget(*description.hierarchical, options.target_share);
  }
}

void append(std::vector<core::Warning>& to, std::vector<core::Warning> warnings) {
  std::ranges::move(warnings, std::back_inserter(to));
}

}  // namespace

Description describe(const core::BenchmarkResult& result, const DescribeOptions& options) {
  const std::vector<double> ascending = sorted_samples(result.series);
  Description description{};
  description.name = result.name;
  description.metric = result.series.metric;
  description.unit = result.series.unit;
  description.better = result.series.better;
  description.from_samples = result.has_samples();
  description.runs = runs_with_samples(result.series);
  description.summary = summarize(result, ascending, options.summary);
  drop_what_is_not_finite(description.summary);
  description.sem = standard_error_of_mean(description.summary);
  description.warnings = description.summary.warnings;
  append(description.warnings, check_reported(result, ascending));
  if (result.has_samples()) {
    describe_samples(description, result.series, ascending, options);
    append(description.warnings, doubts_about(description, ascending));
  } else if (result.reported->p50) {
    description.median = result.reported->p50;
  }
  append(description.warnings, result.warnings);
  return description;
}

core::DescriptionSet describe_set(const core::ResultSet& set, const DescribeOptions& options) {
  core::DescriptionSet all{.source = set.source, .descriptions = {}};
  for (const core::BenchmarkResult& result : set.results) {
    all.descriptions.push_back(describe(result, options));
  }
  return all;
}

}  // namespace moebench::stats
