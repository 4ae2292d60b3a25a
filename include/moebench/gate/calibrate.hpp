// What A/A gates of one command say. Pure: the pairs in, the calibration out. Included by cli.
#pragma once

#include "moebench/core/calibration.hpp"
#include "moebench/core/result_set.hpp"
#include "moebench/gate/rows.hpp"

namespace moebench::gate {

/// Judges the pairs, in the order in which they were measured, as gates of `blocks` each with the looks of a real one;
/// what is left over does not count. `one` and `other` are runs of identical code that took turns, at least `blocks` of
/// each. Machine, command, time and seconds are for the caller to fill in.
///
/// noise_floor: the larger of the 95 % quantile of how far gates' ratios lie from 1 (where there are 20 gates or more)
/// and of 1.96 standard errors of a gate's estimate from the spread of all pairs. smallest_effect: margin, and
/// (z(1 - alpha / (2 looks)) + z(0.8)) standard errors beyond it. The standard error is
/// sqrt(pi / 3) sd / sqrt(blocks), that of the signed-rank estimate under normal noise (Hodges and Lehmann, 1963).
/// Fails as judge() does; usage where there are fewer pairs than blocks.
core::Result<core::Calibration> calibrate(const core::ResultSet& one, const core::ResultSet& other, std::size_t blocks,
                                          const RowOptions& options);

}  // namespace moebench::gate
