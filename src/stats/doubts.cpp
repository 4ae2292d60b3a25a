#include "doubts.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "moebench/stats/autocorrelation.hpp"

namespace moebench::stats {
namespace {

using core::WarningCode;
using Doubt = std::optional<std::string>;

Doubt not_replicated(const core::BenchmarkResult& result, const core::Summary& summary) {
  if (summary.between_runs) {
    return std::nullopt;
  }
  const char* seen = result.has_samples() ? "one run was measured, so the intervals speak"
                                          : "the file does not tell how many processes were measured, so the intervals "
                                            "may speak";
  return fmt::format(
      "{} of iterations inside one process, not of what a rerun would give: measure 5 or more fresh processes (--runs "
      "5)",
      seen);
}

Doubt too_small(const core::Summary& summary) {
  if (summary.n > 1) {
    return std::nullopt;
  }
  return "1 sample has no standard deviation and no interval: take at least 2 samples";
}

Doubt no_deviation(const core::BenchmarkResult& result, const core::Summary& summary) {
  if (result.has_samples() || summary.n < 2 || summary.sd) {
    return std::nullopt;
  }
  return "the file tells no standard deviation, so the mean has no interval: measure again with a tool that keeps its "
         "samples";
}

Doubt zero_variance(const core::Summary& summary, std::string_view unit) {
  if (!summary.sd || *summary.sd != 0) {
    return std::nullopt;
  }
  return fmt::format("all {} samples are {:.6g}, {}", summary.n, summary.mean, why_no_variation(unit));
}

struct FigureOverRuns {
  std::string_view name;
  const core::Estimate& estimate;
};

std::array<FigureOverRuns, 4> figures_of(const core::BetweenRuns& runs) {
  return {{{"mean", runs.mean}, {"p50", runs.p50}, {"p95", runs.p95}, {"p99", runs.p99}}};
}

/// Times that are the same in all runs, which summarize leaves without an interval.
Doubt same_in_all_runs(const core::Summary& summary) {
  if (!summary.between_runs || summary.sd == 0.0) {
    return std::nullopt;
  }
  std::vector<std::string_view> names;
  std::vector<std::string> values;
  for (const auto& [name, estimate] : figures_of(*summary.between_runs)) {
    if (!estimate.interval) {
      names.push_back(name);
      values.push_back(fmt::format("{:.6g}", estimate.value));
    }
  }
  if (names.empty()) {
    return std::nullopt;
  }
  return fmt::format(
      "the {} of all {} runs {} the same {} us: the clock's step hides the variation, so there is no interval; time "
      "batches of more operations",
      fmt::join(names, " and "), summary.between_runs->runs, names.size() == 1 ? "is" : "are",
      fmt::join(values, " and "));
}

Doubt too_few_runs(const core::Series& series, const core::Summary& summary) {
  if (!summary.between_runs || series.unit != "us" || summary.min.value_or(0) < 0) {
    return std::nullopt;
  }
  std::vector<std::string_view> names;
  for (const auto& [name, estimate] : figures_of(*summary.between_runs)) {
    if (estimate.interval && estimate.interval->lower < 0) {
      names.push_back(name);
    }
  }
  if (names.empty()) {
    return std::nullopt;
  }
  return fmt::format(
      "{} runs that differ so much are too few: the interval of the {} reaches below 0; measure more runs",
      summary.between_runs->runs, fmt::join(names, ", "));
}

Doubt no_raw_samples(const core::BenchmarkResult& result) {
  if (result.has_samples()) {
    return std::nullopt;
  }
  return "the file holds a summary without samples, so quantiles have no intervals and dependence between samples "
         "cannot be seen: measure again with a tool that keeps its samples";
}

Doubt not_estimable(const core::Quantile& quantile, const core::Summary& summary) {
  if (quantile.lower && quantile.upper) {
    return std::nullopt;
  }
  const char* sides = quantile.lower ? "an upper limit" : quantile.upper ? "a lower limit" : "both limits";
  return fmt::format("p{:g} needs {} samples for {}, {} given: take more samples", 100 * quantile.p,
                     quantile.samples_needed.value_or(0), sides, summary.n);
}

}  // namespace

std::string_view why_no_variation(std::string_view unit) {
  return unit == "us" ? "which is what a clock too coarse gives: time batches of more operations"
                      : "as figures do that count the same work each time: there is no variation to judge by";
}

Doubt autocorrelated(const core::Series& series) {
  std::size_t doubtful = 0;
  std::size_t samples = 0;
  double worst = 0;
  for (const core::Run& run : series.runs) {
    const auto n = static_cast<double>(run.samples.size());
    const double r1 = lag1_autocorrelation(run.samples).value_or(0);
    if (effective_samples_ar1(run.samples.size(), r1) < n / 2 && r1 > 2 / std::sqrt(n)) {
      ++doubtful;
      if (r1 > worst) {
        worst = r1;
        samples = run.samples.size();
      }
    }
  }
  if (doubtful == 0) {
    return std::nullopt;
  }
  return fmt::format(
      "samples depend on the one before in {} of {} runs (at worst lag-1 autocorrelation {:.2f}, so that {} samples "
      "are worth {:.0f}) and the true interval of the mean is wider: rely on the interval between runs (--runs 5)",
      doubtful, series.runs.size(), worst, samples, effective_samples_ar1(samples, worst));
}

std::vector<core::Warning> doubts_about(const core::BenchmarkResult& result, const core::Summary& summary) {
  std::vector<core::Warning> warnings;
  const auto add = [&](WarningCode code, Doubt doubt) {
    if (doubt) {
      warnings.push_back({code, result.name, std::move(*doubt)});
    }
  };
  add(WarningCode::not_replicated, not_replicated(result, summary));
  add(WarningCode::n_too_small, too_small(summary));
  add(WarningCode::n_too_small, too_few_runs(result.series, summary));
  add(WarningCode::not_computed, no_deviation(result, summary));
  add(WarningCode::zero_variance, zero_variance(summary, result.series.unit));
  add(WarningCode::zero_variance, same_in_all_runs(summary));
  add(WarningCode::no_raw_samples, no_raw_samples(result));
  if (result.has_samples()) {
    for (const core::Quantile& quantile : summary.quantiles) {
      add(WarningCode::quantile_not_estimable, not_estimable(quantile, summary));
    }
    add(WarningCode::autocorrelated, autocorrelated(result.series));
  }
  return warnings;
}

}  // namespace moebench::stats
