// The lines of a comparison beside the test of the means: ranks, equivalence, geometric means, quantiles. Private to
// report.
#pragma once

#include <optional>
#include <string>

#include "moebench/core/comparison.hpp"

namespace moebench::report {

/// Whether the difference and the ratio are small enough not to matter; a line for each test that there is.
std::string equivalence_text(const std::optional<core::Tost>& of_difference,
                             const std::optional<core::TostRatio>& of_ratio, double alpha);

/// Mann-Whitney, Brunner-Munzel, Kolmogorov-Smirnov, geometric means, bootstrap: a line for each that there is.
std::string sample_tests_text(const core::Comparison& comparison);

/// What dependent samples are worth and the interval that counts them so. Empty text where samples are not dependent.
std::string dependence_text(const core::Comparison& comparison);

/// p50, p95 and p99 with their differences and ratios. Empty text without samples on both sides.
std::string quantile_table(const core::Comparison& comparison);

}  // namespace moebench::report
