// How far samples are from a normal distribution: its shape's figures, and tests that are reported and gate nothing.
// Shapiro and Wilk's stands alone (shapiro_wilk.hpp). Included by describe.
#pragma once

#include <optional>
#include <span>

#include "moebench/core/comparison.hpp"
#include "moebench/core/description.hpp"

namespace moebench::stats {

/// The standardised third and fourth central moments with divisor n: 0 and 3 for a normal distribution.
struct Shape {
  double skewness;
  double kurtosis;
};

/// Empty where the samples do not vary or n < 2. `moments` are those of `samples`, which may be in any order.
std::optional<Shape> shape(std::span<const double> samples, const core::Moments& moments);

/// n / 6 (skewness^2 + (kurtosis - 3)^2 / 4) with the tail of chi-squared(2) (Jarque and Bera, International
/// Statistical Review 55, 1987), which is rough below some hundred samples.
core::TestResult jarque_bera(const Shape& shape, std::size_t n);

inline constexpr std::size_t k_least_anderson_darling_p = 8;

/// A^2 against the normal distribution with the samples' own mean and sd, and the p value of
/// A^2 (1 + 0.75 / n + 2.25 / n^2) by D'Agostino and Stephens' formulas (Goodness-of-Fit Techniques, 1986, table 4.9),
/// as nortest's ad.test: n >= 8, and 3.7e-24 from A^2 = 10 on. Empty where the samples do not vary or n < 3.
/// `ascending` is sorted, `moments` its own. O(n).
std::optional<core::TestResult> anderson_darling(std::span<const double> ascending, const core::Moments& moments);

}  // namespace moebench::stats
