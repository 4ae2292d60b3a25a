// Differences of means in units of a standard deviation. Included by compare.
#pragma once

#include "moebench/core/comparison.hpp"

namespace moebench::stats {

/// Hedges' exact correction G(df / 2) / (sqrt(df / 2) G((df - 1) / 2)) (Journal of Educational Statistics 6, 1981).
/// df > 1.
double hedges_correction(double df);

/// Cohen's d on the pooled sd and on the average variance, Hedges' g, and Glass's delta on the baseline's sd, for
/// candidate - baseline. Each interval inverts the noncentral t distribution. All are empty when a side has n < 2 or no
/// sd, or when neither side varies; glass_delta also when the baseline does not vary; each when no double holds it.
/// level in (0, 1).
core::EffectSizes effect_sizes(const core::Moments& candidate, const core::Moments& baseline, double level);

}  // namespace moebench::stats
