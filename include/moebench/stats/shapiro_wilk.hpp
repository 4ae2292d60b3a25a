// The Shapiro-Wilk test of normality. Reported, never a gate. Included by describe.
#pragma once

#include <optional>
#include <span>

#include "moebench/core/description.hpp"

namespace moebench::stats {

inline constexpr std::size_t k_least_shapiro_wilk = 3;
inline constexpr std::size_t k_most_shapiro_wilk = 5000;

/// W and its p value by Royston's algorithm (Applied Statistics 44, 1995, AS R94), as R's shapiro.test and SciPy's
/// shapiro. Empty unless 3 <= n <= 5000, for which the approximation of p was made, and the samples vary.
/// `ascending` is sorted.
std::optional<core::TestResult> shapiro_wilk(std::span<const double> ascending);

}  // namespace moebench::stats
