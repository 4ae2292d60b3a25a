// Counts samples far from the middle half. Drops nothing. Included by describe.
#pragma once

#include <optional>
#include <span>

#include "moebench/core/description.hpp"

namespace moebench::stats {

/// Tukey's fences (Exploratory Data Analysis, 1977) on type-7 quartiles: mild strictly beyond 1.5 IQR from the nearer
/// quartile, severe strictly beyond 3. An IQR of 0 puts every other sample beyond the fences. Empty where a fence is
/// beyond a double. `ascending` is sorted, n >= 1. O(log n).
std::optional<core::Outliers> outliers(std::span<const double> ascending);

}  // namespace moebench::stats
