#include "moebench/gate/plan.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

#include <fmt/format.h>

#include "moebench/gate/margins.hpp"
#include "moebench/gate/run_figures.hpp"
#include "moebench/gate/schedule.hpp"
#include "moebench/stats/distributions.hpp"
#include "moebench/stats/hierarchical.hpp"
#include "moebench/stats/moments.hpp"
#include "moebench/stats/power.hpp"

namespace moebench::gate {
namespace {

constexpr std::uint64_t k_beyond_all_patience = 1'000'000;

double distance(const PlanQuestion& question) {
  return std::log1p(question.effect) - std::log1p(question.margin);
}

core::Result<void> validate(const PlanQuestion& question) {
  if (!(question.effect > question.margin)) {
    return core::usage_error(
        "effect", fmt::format("an effect of {:g} % is not beyond the margin of {:g} %, so no number of runs shows it; "
                              "give a larger effect or a smaller margin",
                              100 * question.effect, 100 * question.margin));
  }
  return {};
}

/// The least n of at least 2 that `enough` holds for; it holds for all larger ones.
template <class Enough>
std::optional<std::uint64_t> least(Enough enough) {
  std::uint64_t high = 2;
  while (!enough(high)) {
    high *= 2;
    if (high > k_beyond_all_patience) {
      return std::nullopt;
    }
  }
  std::uint64_t low = high / 2;  // not enough, or 1
  while (high - low > 1) {
    const std::uint64_t middle = low + (high - low) / 2;
    (enough(middle) ? high : low) = middle;
  }
  return high;
}

bool finds(const PlanQuestion& question, double alpha, double sd_a, double sd_b, std::uint64_t n) {
  const core::Power found = stats::power({.delta = distance(question),
                                          .sd_a = sd_a,
                                          .n_a = n,
                                          .sd_b = sd_b,
                                          .n_b = n,
                                          .alpha = alpha,
                                          .target_power = question.power});
  return found.power && *found.power >= question.power;
}

/// Whether a signed-rank interval of so many pairs lies beyond the margin with the power that is asked for. `sd` is
/// that of a pair's log ratio.
bool finds_in_pairs(const PlanQuestion& question, double alpha, double sd, std::uint64_t pairs) {
  if (sd == 0) {
    return true;
  }
  // Where only the least rank sum is rare enough, each pair must lie beyond the margin.
  const double next_p = std::ldexp(1.0, 2 - static_cast<int>(std::min<std::uint64_t>(pairs, 1000)));
  const double each = stats::normal_below(distance(question) / sd);
  if (next_p > alpha && std::pow(each, static_cast<double>(pairs)) < question.power) {
    return false;
  }
  return finds(question, alpha, sd * std::sqrt(M_PI / 3), 0, pairs);
}

core::MeasurementPlan empty_plan(const PlanQuestion& question, std::size_t results, bool interleaved,
                                 std::string source) {
  return {.effect = question.effect,
          .power = question.power,
          .alpha = question.alpha,
          .margin = question.margin,
          .comparisons = question.comparisons > 0 ? question.comparisons : std::max<std::size_t>(results, 1),
          .interleaved = interleaved,
          .source = std::move(source),
          .rows = {}};
}

/// Of the variance of a run's mean, what its samples' scatter makes of it.
std::optional<double> within_share(const core::Series& series) {
  const core::Hierarchical parts = stats::hierarchical(series, 0.95);
  if (!parts.within_variance || !parts.between_variance || parts.runs < 2) {
    return std::nullopt;
  }
  const double within = *parts.within_variance * static_cast<double>(parts.runs) / static_cast<double>(parts.samples);
  const double total = within + *parts.between_variance;
  return total > 0 ? std::optional{within / total} : std::nullopt;
}

}  // namespace

core::Result<core::MeasurementPlan> plan(const core::Calibration& calibration, const PlanQuestion& question) {
  if (const auto valid = validate(question); !valid) {
    return std::unexpected(valid.error());
  }
  core::MeasurementPlan result = empty_plan(question, calibration.rows.size(), true, calibration.command);
  const double look_alpha = question.alpha / static_cast<double>(k_most_looks);
  const double row_alpha = look_alpha / static_cast<double>(result.comparisons);
  for (const core::CalibratedRow& row : calibration.rows) {
    core::PlannedRow planned{.name = row.name, .metric = row.metric, .sd = row.sd_of_pairs};
    planned.needed = least([&](std::uint64_t n) {
      // A gate claims nothing within the noise floor of so many blocks, nor with fewer pairs than an interval takes.
      PlanQuestion beyond = question;
      beyond.margin = std::max(question.margin, noise_floor(calibration, row.name, row.metric, true, n, n));
      return n >= least_pairs(look_alpha, result.comparisons) && beyond.effect > beyond.margin &&
             finds_in_pairs(beyond, row_alpha, row.sd_of_pairs, n);
    });
    if (planned.needed && calibration.seconds_per_block > 0) {
      planned.seconds = static_cast<double>(*planned.needed) * calibration.seconds_per_block;
    }
    result.rows.push_back(std::move(planned));
  }
  return result;
}

core::Result<core::MeasurementPlan> plan(const core::ResultSet& set, const std::vector<core::GateMetric>& metrics,
                                         const PlanQuestion& question) {
  if (const auto valid = validate(question); !valid) {
    return std::unexpected(valid.error());
  }
  core::MeasurementPlan result = empty_plan(question, set.results.size(), false, set.source);
  const double row_alpha = question.alpha / static_cast<double>(result.comparisons);
  for (const core::BenchmarkResult& each : set.results) {
    for (const core::GateMetric metric : metrics) {
      std::vector<double> logs = run_figures(each, metric).values;
      if (logs.size() < 2 || std::ranges::any_of(logs, [](double figure) { return !(figure > 0); })) {
        continue;
      }
      std::ranges::transform(logs, logs.begin(), [](double figure) { return std::log(figure); });
      const double sd = *stats::moments(logs).sd;
      result.rows.push_back(
          {.name = each.name,
           .metric = metric,
           .sd = sd,
           .needed = sd == 0 ? std::optional<std::uint64_t>{2}
                             : least([&](std::uint64_t n) { return finds(question, row_alpha, sd, sd, n); }),
           .seconds = {},
           .within_share = metric == core::GateMetric::mean ? within_share(each.series) : std::nullopt});
    }
  }
  if (result.rows.empty()) {
    return core::input_error(set.source,
                             "no result in it has two runs, so how runs vary is not known; measure with "
                             "--runs 5 or more, or run `moebench calibrate`");
  }
  return result;
}

}  // namespace moebench::gate
