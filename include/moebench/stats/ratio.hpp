// The ratio of two means with intervals of its own. Included by compare.
#pragma once

#include <optional>

#include "moebench/core/comparison.hpp"

namespace moebench::stats {

/// dividend / divisor. Empty when the divisor is 0, and when the quotient is beyond what a double holds in full, above
/// or below: a quotient of figures that are not 0 is never 0.
std::optional<double> quotient(double dividend, double divisor);

/// candidate / baseline, empty where their quotient is. The intervals are
/// empty when a side has n < 2 or no sd, or when neither side varies; `delta_log` also when the ratio is not positive.
/// Fieller's interval with Satterthwaite's df at the estimated ratio (Tamhane and Logan, Biometrical Journal 46, 2004),
/// unbounded when the baseline's mean is not significantly different from 0. The delta intervals use the same
/// Student t point. level in (0, 1).
std::optional<core::Ratio> ratio_of_means(const core::Moments& candidate, const core::Moments& baseline, double level);

}  // namespace moebench::stats
