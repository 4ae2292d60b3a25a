#include "moebench/stats/verdict.hpp"

#include <optional>
#include <string>

#include <fmt/format.h>

#include "comparison_doubts.hpp"

namespace moebench::stats {
namespace {

using core::Outcome;

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

std::string why_inconclusive(const core::Fieller& limits) {
  return *limits.lower <= 1 && *limits.upper >= 1
             ? "neither a difference nor equivalence is shown: measure more runs"
             : "a difference is shown, but neither that it lies beyond the margin nor inside it: measure more runs";
}

}  // namespace

core::Verdict verdict(const core::Comparison& comparison, const core::Margin& margin) {
  core::Verdict result{.outcome = Outcome::inconclusive,
                       .replicated = comparison.between_runs.has_value(),
                       .margin = margin,
                       .reason = {}};
  const auto because = [&result](std::string reason) {
    result.reason = std::move(reason);
    return result;
  };
  if (!same_scale(comparison)) {
    return because("the sides are in different units or directions, so there is no ratio to judge");
  }
  if (!(comparison.main_candidate().mean > 0) || !(comparison.main_baseline().mean > 0)) {
    return because("a ratio of means says something only where both are above 0");
  }
  const std::optional<core::Ratio>& ratio = comparison.deciding_ratio();
  if (!ratio || !ratio->fieller || !ratio->fieller->bounded) {
    return because("the ratio of means has no bounded interval: too little data, or none that varies");
  }
  const std::optional<core::TostRatio>& equivalence = comparison.deciding_equivalence();
  if (equivalence && equivalence->equivalent) {
    result.outcome = Outcome::equivalent;
    return because(
        fmt::format("two one-sided tests show the ratio of means inside the margin (its {:g} % interval lies there)",
                    100 * (1 - 2 * comparison.alpha)));
  }
  result.outcome = by_ratio(*ratio, margin, comparison.candidate.better);
  return because(result.outcome == Outcome::inconclusive
                     ? why_inconclusive(*ratio->fieller)
                     : "the whole interval of the ratio of means lies beyond the margin");
}

}  // namespace moebench::stats
