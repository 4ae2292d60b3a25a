#include "description_doubts.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "moebench/stats/moments.hpp"
#include "moebench/stats/normality.hpp"
#include "moebench/stats/shapiro_wilk.hpp"

namespace moebench::stats {
namespace {

using core::Description;
using core::WarningCode;
using Doubt = std::optional<std::string>;

double effective(const core::Autocorrelation& found) {
  return std::min(found.ess_ar1, found.ess_ips);
}

bool warned_of(const Description& description, WarningCode code) {
  return std::ranges::find(description.summary.warnings, code, &core::Warning::code) !=
         description.summary.warnings.end();
}

/// "in 2 of 5 runs", or "" where there is one run only.
std::string in_runs(std::size_t count, const Description& description) {
  return description.runs > 1 ? fmt::format(" in {} of {} runs", count, description.runs) : "";
}

/// "run 3: " where there are several.
std::string of_run(std::size_t run, const Description& description) {
  return description.runs > 1 ? fmt::format("run {}: ", run + 1) : "";
}

template <class Finding>
std::size_t count_runs(const std::vector<Finding>& findings) {
  std::set<std::size_t> runs;
  for (const Finding& finding : findings) {
    runs.insert(finding.run);
  }
  return runs.size();
}

Doubt dependence(const Description& description) {
  if (!is_dependent(description) || warned_of(description, WarningCode::autocorrelated)) {
    return std::nullopt;
  }
  return fmt::format(
      "samples depend on those before them (lag-1 autocorrelation {:.2f}): {} samples are worth about {:.0f} "
      "independent "
      "ones, so that the true interval of the mean is wider: rely on the interval between runs (--runs 5)",
      description.autocorrelation->lag1, description.summary.n, effective(*description.autocorrelation));
}

Doubt changes(const Description& description) {
  if (description.changes.empty()) {
    return std::nullopt;
  }
  const auto step = [](const core::LevelChange& change) { return std::abs(change.after - change.before); };
  const core::LevelChange& largest = *std::ranges::max_element(description.changes, {}, step);
  return fmt::format(
      "the level changes {}{} while it is measured ({}the largest near sample {}, from {:.4g} to {:.4g} {}): warm up "
      "longer, look for what else ran, or report the parts apart",
      description.changes.size() == 1 ? "once" : fmt::format("{} times", description.changes.size()),
      in_runs(count_runs(description.changes), description), of_run(largest.run, description), largest.sample + 1,
      largest.before, largest.after, description.unit);
}

Doubt drift(const Description& description) {
  if (description.trends.empty()) {
    return std::nullopt;
  }
  const auto rise = [](const core::Trend& trend) { return std::abs(trend.to - trend.from); };
  const core::Trend& steepest = *std::ranges::max_element(description.trends, {}, rise);
  return fmt::format(
      "samples drift{} while they are measured ({}from {:.4g} to {:.4g} {}): warm up longer, and look for heating, "
      "growing memory or a changing load",
      in_runs(description.trends.size(), description), of_run(steepest.run, description), steepest.from, steepest.to,
      description.unit);
}

Doubt several_modes(const Description& description) {
  if (description.modes.empty()) {
    return std::nullopt;
  }
  const auto& most =
      *std::ranges::max_element(description.modes, {}, [](const core::RunModes& run) { return run.modes.size(); });
  std::vector<std::string> places;
  for (const core::Mode& mode : most.modes) {
    places.push_back(fmt::format("{:.4g} {} ({:.0f} %)", mode.location, description.unit, 100 * mode.share));
  }
  return fmt::format(
      "samples gather around {} places{} ({}{}), between which mean and median describe nothing that happens: find "
      "what "
      "switches, and report each alone",
      most.modes.size(), in_runs(description.modes.size(), description), of_run(most.run, description),
      fmt::join(places, ", "));
}

Doubt skew(const Description& description) {
  const auto n = static_cast<double>(description.summary.n);
  if (!description.skewness || n < 3) {
    return std::nullopt;
  }
  constexpr double least = 1;
  constexpr double errors = 2.6;
  const double error = std::sqrt(6 * n * (n - 1) / ((n - 2) * (n + 1) * (n + 3)));
  const double skewness = *description.skewness;
  if (!(std::abs(skewness) > std::max(least, errors * error))) {
    return std::nullopt;
  }
  // Cochran's rule (Sampling Techniques, 1977, 2.15): n > 25 skewness^2 for a normal mean.
  const double wanted = 25 * skewness * skewness;
  return fmt::format(
      "the samples have a long {} tail (skewness {:.2f}): the mean is no typical sample, read the median and the high "
      "quantiles{}",
      skewness > 0 ? "right" : "left", skewness,
      n > wanted ? std::string{}
                 : fmt::format("; {:.0f} samples or more would make the t interval of the mean trustworthy", wanted));
}

Doubt far_samples(const Description& description, std::span<const double> ascending) {
  constexpr std::size_t least = 20;  // of ten normal samples 6 % have one
  if (!description.outliers || ascending.size() < least || description.outliers->iqr == 0 ||
      description.outliers->severe() == 0) {
    return std::nullopt;
  }
  const core::Outliers& found = *description.outliers;
  const std::span<const double> inner =
      ascending.subspan(found.low_severe, ascending.size() - found.low_severe - found.high_severe);
  const core::Moments rest = moments(inner);
  return fmt::format(
      "{} of {} samples ({:.2g} %) lie beyond 3 IQR from the quartiles; they are kept, and without them the mean would "
      "be "
      "{:.4g} instead of {:.4g} and the sd {:.4g} instead of {:.4g}: look for what interrupted, do not drop them",
      found.severe(), ascending.size(),
      100 * static_cast<double>(found.severe()) / static_cast<double>(ascending.size()), rest.mean,
      description.summary.mean, rest.sd.value_or(0), description.summary.sd.value_or(0));
}

Doubt no_middle_spread(const Description& description) {
  if (!description.robust || description.robust->iqr != 0.0 || description.summary.sd == 0.0 ||
      !description.summary.sd) {
    return std::nullopt;
  }
  return fmt::format(
      "both quartiles are {:.6g}, so the IQR is 0 and every other sample counts as an outlier: time batches of more "
      "operations, or read the quantiles",
      description.median.value_or(description.summary.mean));
}

Doubt tied(const Description& description) {
  if (description.summary.n < 2 || description.summary.sd != 0.0) {
    return std::nullopt;
  }
  return fmt::format(
      "all {} samples are equal, so ranks, shape, dependence and normality say nothing: use a finer clock",
      description.summary.n);
}

Doubt coarse(const Description& description, std::span<const double> ascending) {
  constexpr std::size_t least = 20;
  constexpr std::size_t few = 10;
  if (description.unit != "us" || ascending.size() < least || description.summary.sd == 0.0) {
    return std::nullopt;
  }
  if (distinct_values(ascending, few + 1) > few) {
    return std::nullopt;
  }
  const Resolution found = resolution(ascending);
  const std::string step = found.step > 0 ? fmt::format(", mostly {:.3g} us apart", found.step) : "";
  return fmt::format(
      "the middle 90 % of {} samples have only {} different value{}{}: the clock's step hides how they vary, so read "
      "no "
      "difference smaller than it; time batches of more operations",
      ascending.size(), found.distinct, found.distinct == 1 ? "" : "s", step);
}

Doubt missing(const Description& description, std::span<const double> ascending) {
  const std::size_t n = description.summary.n;
  if (n < 2) {
    return std::nullopt;
  }
  std::vector<std::string> reasons;
  if (!(ascending.front() > 0)) {
    reasons.emplace_back("geometric and harmonic mean, which need samples above 0");
  }
  const bool varies = ascending.back() > ascending.front();
  if (varies && n < k_least_shapiro_wilk) {
    reasons.push_back(fmt::format("Shapiro-Wilk and Anderson-Darling, which need {} samples", k_least_shapiro_wilk));
  }
  if (varies && n > k_most_shapiro_wilk) {
    reasons.push_back(fmt::format("Shapiro-Wilk, whose p value is known up to {} samples", k_most_shapiro_wilk));
  }
  if (const auto& test = description.normality.anderson_darling; test && !test->p_value) {
    reasons.push_back(
        fmt::format("the p value of Anderson-Darling, which needs {} samples", k_least_anderson_darling_p));
  }
  if (description.autocorrelation && !description.ljung_box) {
    reasons.emplace_back("Ljung-Box, which needs a run with more samples than lags: ask for fewer (--ljung-box-lags)");
  }
  if (!description.summary.sd || !description.summary.mean_interval || !description.robust ||
      !description.robust->iqr || !description.robust->mad || !description.outliers) {
    reasons.emplace_back("what is beyond the range of a double: give the samples in another unit");
  }
  if (reasons.empty()) {
    return std::nullopt;
  }
  return fmt::format("{}", fmt::join(reasons, "; "));
}

}  // namespace

bool is_dependent(const Description& description) {
  if (!description.autocorrelation) {
    return false;
  }
  constexpr double clear = 1e-4;
  const auto n = static_cast<double>(description.summary.n);
  const bool beyond_chance = description.autocorrelation->lag1 > 2 / std::sqrt(n) ||
                             (description.ljung_box && description.ljung_box->p_value < clear);
  return beyond_chance && effective(*description.autocorrelation) < n / 2;
}

std::vector<core::Warning> doubts_about(const Description& description, std::span<const double> ascending) {
  std::vector<core::Warning> warnings;
  const auto add = [&](WarningCode code, Doubt doubt) {
    if (doubt) {
      warnings.push_back({code, description.name, std::move(*doubt)});
    }
  };
  add(WarningCode::autocorrelated, dependence(description));
  add(WarningCode::change_point, changes(description));
  add(WarningCode::drift, drift(description));
  add(WarningCode::multimodal, several_modes(description));
  add(WarningCode::skewed, skew(description));
  add(WarningCode::outliers, far_samples(description, ascending));
  add(WarningCode::iqr_zero, no_middle_spread(description));
  add(WarningCode::all_tied, tied(description));
  add(WarningCode::near_clock_resolution, coarse(description, ascending));
  add(WarningCode::not_computed, missing(description, ascending));
  return warnings;
}

}  // namespace moebench::stats
