// Student's t test of paired samples. Included by cli.
#pragma once

#include <span>

#include "moebench/core/calculation.hpp"

namespace moebench::stats {

/// The test that the mean of a - b is 0, with its interval (Student, Biometrika 6, 1908). As many samples in `b` as in
/// `a`, at least one; level in (0, 1). Differences that no two digits of the samples tell apart do not vary: rounding
/// the samples to doubles moves a difference by as much.
core::PairedTest paired_t(std::span<const double> a, std::span<const double> b, double level);

}  // namespace moebench::stats
