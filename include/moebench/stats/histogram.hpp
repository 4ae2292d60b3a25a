// Counts over bins, for looking at. Included by describe.
#pragma once

#include <optional>
#include <span>

#include "moebench/core/description.hpp"

namespace moebench::stats {

/// Bins of a width that is 1, 2 or 5 times a power of ten, at multiples of it, 8 to 24 of them where the samples have
/// that many different values, and none narrower than the step between few. They cover the samples up to Tukey's severe
/// fences, or the middle 98 % where these leave out more than a twentieth; the rest is counted below and above. Empty where samples do not vary, or vary by less than
/// their own rounding or more than a double holds. `ascending` is sorted, n >= 1. O(bins log n).
std::optional<core::Histogram> histogram(std::span<const double> ascending);

}  // namespace moebench::stats
