// Is the difference small enough not to matter? Two one-sided tests (Schuirmann, Journal of Pharmacokinetics and
// Biopharmaceutics 15, 1987) of the difference of means and of their ratio. Included by compare.
#pragma once

#include <optional>

#include "moebench/core/comparison.hpp"

namespace moebench::stats {

/// Where a figure counts as no different.
struct Bounds {
  double low;   // in the figure's unit
  double high;  // above low
};

/// Of candidate - baseline against `bounds`, with Welch's standard error and df. Empty where welch is. alpha in (0,
/// 0.5).
std::optional<core::Tost> tost(const core::Moments& candidate, const core::Moments& baseline, Bounds bounds,
                               double alpha);

/// Of candidate / baseline against `bounds`, which are above 0: T(r) = (mA - r mB) / sqrt(seA^2 + r^2 seB^2), with
/// Satterthwaite's df at each bound. That is the test for a baseline whose mean is above 0; below 0 both sides change
/// their signs first. Empty where welch is, and for a baseline with mean 0.
std::optional<core::TostRatio> tost_of_ratio(const core::Moments& candidate, const core::Moments& baseline,
                                             Bounds bounds, double alpha);

}  // namespace moebench::stats
