// How likely Welch's test is to find a difference, and which difference it finds. Included by cli and by what plans
// measurements.
#pragma once

#include "moebench/core/calculation.hpp"

namespace moebench::stats {

/// The power of the two-sided test, both tails counted, from the noncentral t distribution with noncentrality
/// delta / se and Welch's df, both from the sds that are given as known; at delta = 0 it is alpha. The minimum
/// detectable effect is the difference at which the power is the target, 0 where alpha alone reaches it.
core::Power power(const core::PowerQuestion& question);

}  // namespace moebench::stats
