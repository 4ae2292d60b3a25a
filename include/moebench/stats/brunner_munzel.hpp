// The test of Brunner and Munzel: does one side tend to be larger, also where the two spread differently?
// Included by compare.
#pragma once

#include <optional>
#include <span>

#include "moebench/core/two_sample.hpp"

namespace moebench::stats {

/// `a` and `b` ascending (Biometrical Journal 42, 2000). Student's t with Satterthwaite's df on the placements of each
/// side's samples among the other's. Empty where a side has fewer than two samples, and where no placement varies: all
/// samples of one side then lie beyond all of the other, or all are equal. O(nA + nB).
std::optional<core::BrunnerMunzel> brunner_munzel(std::span<const double> a, std::span<const double> b);

}  // namespace moebench::stats
