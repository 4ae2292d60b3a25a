// Walks two ascending samples together, one group of equal values at a time. Included by the rank tests.
#pragma once

#include <cstddef>
#include <span>

namespace moebench::stats {

/// Calls visit(a_before, a_here, b_before, b_here) for each value that a sample has, in ascending order: how many of
/// each side lie below it and how many are equal to it. O(nA + nB).
template <class Visit>
void for_each_tie_group(std::span<const double> a, std::span<const double> b, Visit visit) {
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() || j < b.size()) {
    const double value = j == b.size() || (i < a.size() && a[i] < b[j]) ? a[i] : b[j];
    const std::size_t i_before = i;
    const std::size_t j_before = j;
    while (i < a.size() && a[i] == value) {
      ++i;
    }
    while (j < b.size() && b[j] == value) {
      ++j;
    }
    visit(i_before, i - i_before, j_before, j - j_before);
  }
}

}  // namespace moebench::stats
