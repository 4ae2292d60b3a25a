// The difference and the ratio of a quantile between two sides, with intervals. Included by compare.
#pragma once

#include <span>
#include <vector>

#include "moebench/core/comparison.hpp"

namespace moebench::stats {

/// Of samples taken as independent, both ascending and not empty. Each side has its order-statistic interval
/// (quantile_with_interval), and the two are joined as Zou and Donner do (MOVER, Statistics in Medicine 27, 2008): the
/// distances of the limits from the estimates add up in squares. The ratio is the same of the logarithms, for which
/// order statistics stay what they are; it needs samples above 0. No normal distribution is assumed, and skewed sides
/// keep skewed intervals. Without both limits on both sides there are no intervals. p and level in (0, 1).
core::ComparedQuantile contrast_of_samples(std::span<const double> candidate, std::span<const double> baseline,
                                           double p, double level);

/// Of the runs' own quantiles, two or more a side: Welch's interval of the difference of their means and Fieller's of
/// the ratio.
core::QuantileContrast contrast_of_runs(std::span<const double> candidate, std::span<const double> baseline,
                                        double level);

}  // namespace moebench::stats
