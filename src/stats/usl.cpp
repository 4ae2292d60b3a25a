#include "moebench/stats/usl.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "moebench/stats/interval.hpp"
#include "moebench/stats/moments.hpp"
#include "scalability_law.hpp"

namespace moebench::stats {
namespace {

/// By threads, then throughput: every permutation of the points gives the same fit to the last digit.
void put_in_order(std::vector<ThroughputAt>& points) {
  std::ranges::sort(points, {}, [](const ThroughputAt& at) { return std::pair{at.threads, at.per_sec}; });
}

core::Result<void> check_points(std::string_view name, std::span<const ThroughputAt> ordered) {
  for (const ThroughputAt& at : ordered) {
    if (!(at.threads >= 1)) {
      return core::usage_error(std::string{name},
                               fmt::format("a throughput of {} threads; every point needs at least 1", at.threads));
    }
    if (!std::isnormal(at.per_sec) || at.per_sec < 0) {
      return core::input_error(
          std::string{name},
          fmt::format("a throughput of {} per second with threads = {}; the scalability law needs throughputs above 0",
                      at.per_sec, at.threads));
    }
  }
  std::size_t different = 0;
  for (std::size_t i = 0; i < ordered.size(); ++i) {
    const bool is_new = i == 0 || ordered[i].threads != ordered[i - 1].threads;
    different += is_new ? std::size_t{1} : 0;
  }
  if (different < 3) {
    return core::usage_error(
        std::string{name},
        fmt::format("different numbers of threads: {}; the scalability law has three coefficients and needs 3 or more",
                    different));
  }
  return {};
}

UslFit with_readings(const ScalabilityLaw& law, std::span<const ThroughputAt> points) {
  UslFit fit{.lambda_per_sec = law.lambda_per_sec,
             .sigma = law.sigma,
             .kappa = law.kappa,
             .peak_threads = {},
             .peak_throughput_per_sec = {},
             .rss = 0,
             .max_relative_residual = 0};
  if (law.kappa > 0 && law.sigma < 1) {
    const double peak_threads = std::sqrt((1 - law.sigma) / law.kappa);
    // A law with a negative coefficient may have a pole, and beyond it throughputs below 0.
    if (const double peak_per_sec = law.per_sec(peak_threads); peak_per_sec > 0) {
      fit.peak_threads = peak_threads;
      fit.peak_throughput_per_sec = peak_per_sec;
    }
  }
  for (const ThroughputAt& at : points) {
    const double residual_per_sec = at.per_sec - law.per_sec(at.threads);
    fit.rss += residual_per_sec * residual_per_sec;
    fit.max_relative_residual = std::max(fit.max_relative_residual, std::abs(residual_per_sec / at.per_sec));
  }
  return fit;
}

core::Result<ScalabilityLaw> law_through(std::string_view name, std::span<const ThroughputAt> ordered) {
  if (auto usable = check_points(name, ordered); !usable) {
    return std::unexpected(std::move(usable.error()));
  }
  const auto law = constrained_law(ordered);
  if (law) {
    return *law;
  }
  switch (law.error()) {
    case NoLaw::undetermined:
      return core::usage_error(std::string{name},
                               "the points do not tell the three coefficients of the scalability law apart; measure "
                               "with numbers of threads that lie further apart, down to 1");
    case NoLaw::no_finite_lambda: break;
  }
  return core::input_error(std::string{name},
                           "throughput falls faster with threads than the scalability law can from any throughput of "
                           "one thread; measure with fewer threads too, down to 1");
}

/// The law with 0 for a coefficient whose term is below 1e-12 of the whole at every point.
ScalabilityLaw without_rounding(ScalabilityLaw law, std::span<const ThroughputAt> points) {
  const auto is_rounding = [&](double coefficient, auto of_threads) {
    return std::ranges::all_of(points, [&](const ThroughputAt& at) {
      const double whole = law.lambda_per_sec * at.threads / law.per_sec(at.threads);
      return std::abs(coefficient * of_threads(at.threads)) <= 1e-12 * whole;
    });
  };
  if (is_rounding(law.sigma, [](double threads) { return threads - 1; })) {
    law.sigma = 0;
  }
  if (is_rounding(law.kappa, [](double threads) { return threads * (threads - 1); })) {
    law.kappa = 0;
  }
  return law;
}

/// Each run's operations over their time.
core::Result<std::vector<double>> throughputs_of_runs(const std::string& name, const ResultAtThreads& at) {
  const core::Series& series = at.result->series;
  if (series.unit != "us") {
    return core::input_error(
        name, fmt::format("samples with threads = {} are in \"{}\"; a throughput needs times in \"us\"", at.threads,
                          series.unit));
  }
  if (series.runs.empty()) {
    return core::input_error(name, fmt::format("no runs with threads = {}", at.threads));
  }
  std::vector<double> throughputs_per_sec;
  for (const core::Run& run : series.runs) {
    const double mean_us = run.samples.empty() ? 0 : moments(run.samples).mean;
    const double per_sec = 1e6 / mean_us;
    if (!(mean_us > 0) || !std::isnormal(per_sec)) {
      return core::input_error(name, fmt::format("run {} with threads = {} has no time above 0 and so no throughput",
                                                 throughputs_per_sec.size() + 1, at.threads));
    }
    throughputs_per_sec.push_back(per_sec);
  }
  return throughputs_per_sec;
}

/// What the runs measured: a row for each number of threads, in ascending order, in it a throughput for each run.
struct Measured {
  std::vector<std::size_t> threads;
  std::vector<std::vector<double>> throughputs_per_sec;

  std::size_t runs() const { return throughputs_per_sec.empty() ? 0 : throughputs_per_sec.front().size(); }
};

core::Result<Measured> measured(const std::string& name, std::span<const ResultAtThreads> results) {
  std::vector<ResultAtThreads> ascending(results.begin(), results.end());
  std::ranges::stable_sort(ascending, {}, &ResultAtThreads::threads);
  Measured all;
  for (const ResultAtThreads& at : ascending) {
    auto of_runs = throughputs_of_runs(name, at);
    if (!of_runs) {
      return std::unexpected(std::move(of_runs.error()));
    }
    all.threads.push_back(at.threads);
    all.throughputs_per_sec.push_back(std::move(*of_runs));
    const std::size_t runs = all.throughputs_per_sec.back().size();
    if (runs != all.runs()) {
      return core::input_error(name, fmt::format("runs with threads = {}: {}, with threads = {}: {}; every number of "
                                                 "threads needs the same runs",
                                                 all.threads.front(), all.runs(), at.threads, runs));
    }
  }
  return all;
}

/// No interval that is narrow beyond what any clock can tell: its width is then the rounding of equal times.
std::optional<core::Interval> credible(std::optional<core::Interval> interval, double value) {
  constexpr double finest = 1e-12;
  const bool is_credible = interval && interval->upper - interval->lower > finest * value;
  return is_credible ? interval : std::nullopt;
}

std::vector<core::ScalingPoint> points_over_runs(const Measured& all, double level) {
  std::vector<core::ScalingPoint> points;
  for (std::size_t i = 0; i < all.threads.size(); ++i) {
    core::Estimate throughput = estimate_over_runs(all.throughputs_per_sec[i], level);
    throughput.interval = credible(throughput.interval, throughput.value);
    points.push_back({.threads = all.threads[i], .throughput_per_sec = throughput});
  }
  return points;
}

/// The unconstrained laws of the runs' own points, from the law of all on. Empty where a run has none.
std::vector<ScalabilityLaw> laws_of_runs(const Measured& all, const UslFit& of_all) {
  const ScalabilityLaw start{.lambda_per_sec = of_all.lambda_per_sec, .sigma = of_all.sigma, .kappa = of_all.kappa};
  std::vector<ScalabilityLaw> laws;
  for (std::size_t run = 0; run < all.runs(); ++run) {
    std::vector<ThroughputAt> points;
    for (std::size_t i = 0; i < all.threads.size(); ++i) {
      points.push_back({.threads = static_cast<double>(all.threads[i]), .per_sec = all.throughputs_per_sec[i][run]});
    }
    const auto law = unconstrained_law(points, start);
    if (!law) {
      return {};
    }
    laws.push_back(*law);
  }
  return laws;
}

/// `fitted` with the interval that the spread of the runs' own figures gives it. Without figures, or one, no interval.
core::Estimate estimate_around(double fitted, std::span<const ScalabilityLaw> of_runs,
                               double ScalabilityLaw::*coefficient, double level) {
  if (of_runs.size() < 2) {
    return {.value = fitted, .interval = {}};
  }
  std::vector<double> figures;
  for (const ScalabilityLaw& law : of_runs) {
    figures.push_back(law.*coefficient);
  }
  core::Moments spread = moments(figures);
  spread.mean = fitted;
  core::Estimate result = estimate(spread, level);
  result.interval = credible(result.interval, fitted);
  return result;
}

core::Estimate clipped_at_0(core::Estimate estimate) {
  if (estimate.interval) {
    estimate.interval->lower = std::max(0.0, estimate.interval->lower);
  }
  return estimate;
}

}  // namespace

core::Result<UslFit> fit_usl(std::string_view name, std::span<const core::ScalingPoint> points) {
  std::vector<ThroughputAt> ordered;
  for (const core::ScalingPoint& point : points) {
    ordered.push_back({.threads = static_cast<double>(point.threads), .per_sec = point.throughput_per_sec.value});
  }
  put_in_order(ordered);
  const auto law = law_through(name, ordered);
  return law ? core::Result<UslFit>{with_readings(*law, ordered)} : std::unexpected(law.error());
}

core::Result<UslFit> fit_usl_of_any_sign(std::string_view name, std::span<const double> n,
                                         std::span<const double> throughput) {
  std::vector<ThroughputAt> ordered;
  for (std::size_t i = 0; i < n.size(); ++i) {
    ordered.push_back({.threads = n[i], .per_sec = throughput[i]});
  }
  put_in_order(ordered);
  const auto constrained = law_through(name, ordered);
  if (!constrained) {
    return std::unexpected(constrained.error());
  }
  const auto free = unconstrained_law(ordered, *constrained);
  return with_readings(without_rounding(free.value_or(*constrained), ordered), ordered);
}

core::Result<core::Scaling> scaling_over_runs(std::string name, std::span<const ResultAtThreads> results,
                                              double level) {
  const auto all = measured(name, results);
  if (!all) {
    return std::unexpected(all.error());
  }
  std::vector<core::ScalingPoint> points = points_over_runs(*all, level);
  const auto fit = fit_usl(name, points);
  if (!fit) {
    return std::unexpected(fit.error());
  }
  const bool runs_differ = std::ranges::any_of(
      points, [](const core::ScalingPoint& at) { return at.throughput_per_sec.interval.has_value(); });
  const auto laws = runs_differ ? laws_of_runs(*all, *fit) : std::vector<ScalabilityLaw>{};
  return core::Scaling{
      .name = std::move(name),
      .level = level,
      .runs = all->runs(),
      .points = std::move(points),
      .lambda_per_sec = estimate_around(fit->lambda_per_sec, laws, &ScalabilityLaw::lambda_per_sec, level),
      .sigma = clipped_at_0(estimate_around(fit->sigma, laws, &ScalabilityLaw::sigma, level)),
      .kappa = clipped_at_0(estimate_around(fit->kappa, laws, &ScalabilityLaw::kappa, level)),
      .peak_threads = fit->peak_threads,
      .max_relative_residual = fit->max_relative_residual};
}

}  // namespace moebench::stats
