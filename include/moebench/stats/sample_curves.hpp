// The samples of a result as the lines and points that charts draw. Included by cli.
#pragma once

#include <optional>

#include "moebench/core/comparison.hpp"
#include "moebench/core/result_set.hpp"
#include "moebench/core/sample_curves.hpp"

namespace moebench::stats {

/// Empty without samples. All parts are at most some hundred points, whatever n is; the empirical distribution keeps
/// the extremes, and a block over time its least and greatest sample, so that no outlier is thinned away.
///
/// The density is a Gaussian kernel's over 256 places, with Silverman's bandwidth (Density Estimation, 1986, eq. 3.31),
/// 0.9 min(sd, IQR / 1.34) n^(-1/5), and at least half the most frequent step between neighbouring values, so that a
/// clock's ticks are not drawn as teeth. Samples beyond the window count in n and not in the curve, which so encloses
/// the share that lies inside. Quantile intervals are order statistics' at `level`, over all samples taken as
/// independent. O(n log n).
std::optional<core::SampleCurves> sample_curves(const core::BenchmarkResult& result, double level = 0.95);

/// Doksum's shift function (Annals of Statistics 2, 1974) at the deciles and p95, p99: the contrast of each quantile,
/// as Comparison::quantiles has it for three of them. Empty without samples on both sides.
std::vector<core::ComparedQuantile> shift_function(const core::BenchmarkResult& candidate,
                                                   const core::BenchmarkResult& baseline, double level = 0.95);

}  // namespace moebench::stats
