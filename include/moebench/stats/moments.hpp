// Count, mean and standard deviation of samples. Included by everything in stats that starts from samples.
#pragma once

#include <span>

#include "moebench/core/comparison.hpp"

namespace moebench::stats {

/// Mean and standard deviation (divisor n - 1), two-pass with the mean corrected (Chan, Golub and LeVeque, 1983), on
/// samples scaled by a power of two so that no square overflows or vanishes. n >= 1; finite samples below 1e307 in
/// magnitude. n = 1: no sd. Equal samples: exactly their value, and sd exactly 0.
core::Moments moments(std::span<const double> samples);

}  // namespace moebench::stats
