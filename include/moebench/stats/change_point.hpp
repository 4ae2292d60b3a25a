// Finds where the level of a series changes. Does not choose the penalty and does not judge whether a change matters.
// Included by cli and by what checks a series for drift.
#pragma once

#include <cstddef>
#include <span>

#include "moebench/core/change_points.hpp"

namespace moebench::stats {

/// The segmentation with the least sum of squares around the segments' means plus `penalty` for each change, of those
/// whose segments all have `min_segment` samples or more. The exact minimum, by dynamic programming with functional
/// pruning (Maidstone, Hocking, Rigaill and Fearnhead, Statistics and Computing 27, 2017). Of two segmentations whose
/// costs are the same to the last digit, the one whose last segment is longer: constant samples are never split.
///
/// `in_time_order` holds finite samples, at least one. penalty >= 0, min_segment >= 1. Fewer than 2 min_segment
/// samples have no change. About O(n log n); O(n^2) for series that change all the time.
core::ChangePoints find_change_points(std::span<const double> in_time_order, double penalty,
                                      std::size_t min_segment = 1);

}  // namespace moebench::stats
