// The Kolmogorov-Smirnov test: do two samples come from one distribution? Sensitive to any difference, of spread and
// shape too. Included by compare.
#pragma once

#include <span>

#include "moebench/core/two_sample.hpp"

namespace moebench::stats {

/// `a` and `b` ascending, neither empty. Two-sided. Exact where nA nB < 10000: the share of all orders of the two
/// samples in which the distance is at least this one, in which nothing is subtracted; with ties it is an upper bound
/// of p. Otherwise Kolmogorov's limit at sqrt(nA nB / (nA + nB)) d. O(nA + nB), exact O(nA nB).
core::KolmogorovSmirnov kolmogorov_smirnov(std::span<const double> a, std::span<const double> b);

}  // namespace moebench::stats
