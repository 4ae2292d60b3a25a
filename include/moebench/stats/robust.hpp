// Location and spread that a few samples far away cannot move, and the means for rates and ratios. Included by
// describe.
#pragma once

#include <optional>
#include <span>

#include "moebench/core/description.hpp"

namespace moebench::stats {

/// The median of |x - median(x)|, without the factor. Empty where it is beyond a double. O(n), no copy.
std::optional<double> median_absolute_deviation(std::span<const double> ascending);

/// The mean without the floor(n / 10) lowest and as many highest samples: R's mean(x, trim = 0.1), SciPy's
/// trim_mean(x, 0.1).
double trimmed_mean_10(std::span<const double> ascending);

/// exp of the mean logarithm. Empty unless all samples are above 0.
std::optional<double> geometric_mean(std::span<const double> ascending);

/// n over the sum of inverses. Empty unless all samples are above 0.
std::optional<double> harmonic_mean(std::span<const double> ascending);

/// All of them. `ascending` is sorted and finite, n >= 1 (also above). MAD times 1.4826, R's constant.
core::RobustFigures robust_figures(std::span<const double> ascending);

}  // namespace moebench::stats
