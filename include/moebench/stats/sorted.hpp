// Sorting samples: the one step of describing them that costs more than reading them. Included by everything in stats
// that needs order statistics.
#pragma once

#include <span>
#include <vector>

namespace moebench::stats {

/// A sorted copy. Finite samples; -0 comes before 0, and the two are equal. O(n) from a few thousand samples on: six
/// passes over their bits (results/mann_whitney.md).
std::vector<double> sorted(std::span<const double> samples);

/// The two sorted copies. Many samples are sorted by two threads where `threads` allows; the result is the same.
struct SortedPair {
  std::vector<double> a, b;
};
SortedPair sorted_pair(std::span<const double> a, std::span<const double> b, unsigned threads);

}  // namespace moebench::stats
