#include "moebench/stats/verdict.hpp"

#include <optional>
#include <string>

#include <fmt/format.h>

#include "comparison_doubts.hpp"

namespace moebench::stats {
namespace {

using core::Outcome;

const std::optional<core::Ratio>& deciding_ratio(const core::Comparison& comparison) {
  return comparison.between_runs           ? comparison.between_runs->ratio
         : comparison.dependence_corrected ? comparison.dependence_corrected->ratio
                                           : comparison.ratio;
}

const std::optional<core::TostRatio>& deciding_equivalence(const core::Comparison& comparison) {
  return comparison.between_runs           ? comparison.between_runs->tost_ratio
         : comparison.dependence_corrected ? comparison.dependence_corrected->tost_ratio
                                           : comparison.tost_ratio;
}

Outcome by_ratio(const core::Ratio& ratio, const core::Margin& margin, core::Better better) {
  const core::Fieller& limits = *ratio.fieller;
  const bool lower_is_better = better == core::Better::lower;
  if (*limits.lower > margin.high) {
    return lower_is_better ? Outcome::regressed : Outcome::improved;
  }
  if (*limits.upper < margin.low) {
    return lower_is_better ? Outcome::improved : Outcome::regressed;
  }
  return Outcome::inconclusive;
}

std::string figures(const core::Ratio& ratio, const core::Margin& margin, double level) {
  return fmt::format(
      "the ratio of means candidate / baseline is {:.4g}, {:g} % interval [{:.4g}, {:.4g}], margin "
      "[{:g}, {:g}]",
      ratio.estimate, 100 * level, *ratio.fieller->lower, *ratio.fieller->upper, margin.low, margin.high);
}

std::string why_inconclusive(const core::Fieller& limits) {
  return *limits.lower <= 1 && *limits.upper >= 1
             ? "neither a difference nor equivalence is shown: measure more runs"
             : "a difference is shown, but neither that it lies beyond the margin nor inside it: measure more runs";
}

core::Verdict without_figures(core::Verdict verdict, std::string reason) {
  verdict.reason = std::move(reason);
  return verdict;
}

}  // namespace

core::Verdict verdict(const core::Comparison& comparison, const core::Margin& margin) {
  core::Verdict result{.outcome = Outcome::inconclusive,
                       .replicated = comparison.between_runs.has_value(),
                       .margin = margin,
                       .reason = {}};
  if (!same_scale(comparison)) {
    return without_figures(result, "the sides are in different units or directions, so there is no ratio to judge");
  }
  if (!(comparison.main_candidate().mean > 0) || !(comparison.main_baseline().mean > 0)) {
    return without_figures(result, "a ratio of means says something only where both are above 0");
  }
  const std::optional<core::Ratio>& ratio = deciding_ratio(comparison);
  if (!ratio || !ratio->fieller || !ratio->fieller->bounded) {
    return without_figures(result, "the ratio of means has no bounded interval: too little data, or none that varies");
  }
  const std::string shown = figures(*ratio, margin, comparison.level);
  const std::optional<core::TostRatio>& equivalence = deciding_equivalence(comparison);
  if (equivalence && equivalence->equivalent) {
    result.outcome = Outcome::equivalent;
    result.reason = shown + "; shown to be inside the margin by two one-sided tests";
    return result;
  }
  result.outcome = by_ratio(*ratio, margin, comparison.candidate.better);
  result.reason = result.outcome == Outcome::inconclusive
                      ? fmt::format("{}; {}", shown, why_inconclusive(*ratio->fieller))
                      : shown + "; the whole interval lies beyond the margin";
  return result;
}

}  // namespace moebench::stats
