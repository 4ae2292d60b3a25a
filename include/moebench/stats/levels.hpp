// Whether the level of a run's samples changes while it is measured: suddenly, or by a steady trend. Made to be silent
// where nothing changes, whatever the distribution and the dependence, rather than to find every change. Included by
// describe.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "moebench/core/description.hpp"

namespace moebench::stats {

/// At most one of the two is not empty: what explains the run better.
struct Levels {
  std::vector<core::LevelChange> changes;
  std::vector<core::Trend> trends;  // one or none
};

/// Looks at the medians of at most 400 blocks of equal length, which outliers do not move and which are nearly normal
/// whatever the samples are. Changes are those of find_change_points with segments of three blocks and more. Its
/// penalty is three times 2 log(blocks), Schwarz's (Annals of Statistics 6, 1978) for a level and a place, times the
/// blocks' variance; that is estimated from the blocks' differences, robustly, and raised by (1 + r) / (1 - r) where
/// blocks depend on each other with lag-1 autocorrelation r around what was found. A trend is Mann and Kendall's test
/// (Econometrica 13, 1945) at p < 0.001 with its variance raised in the same way, and Theil and Sen's slope (JASA 63,
/// 1968). A change or a trend also has to matter: be 2 % of the level before, or half the samples' spread (MAD x
/// 1.4826). Nothing is found in fewer than 50 samples. `run` is the number that the findings bear. O(n).
Levels level_changes(std::span<const double> in_time_order, std::size_t run);

}  // namespace moebench::stats
