// Whether samples gather around several places. Made to be silent about samples of one place, whatever their shape,
// rather than to find every second one. Included by describe.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "moebench/core/description.hpp"

namespace moebench::stats {

/// The step of which differences between neighbouring values are mostly made, and how many different values the middle
/// 90 % of the samples have.
struct Resolution {
  double step;  // median distance of different neighbours there; 0 where there is one value
  std::size_t distinct;
};

/// How many different values the middle 90 % have, counted up to `most`. `ascending` is sorted, n >= 1. O(most log n).
std::size_t distinct_values(std::span<const double> ascending, std::size_t most);

/// `ascending` is sorted, n >= 1. O(n).
Resolution resolution(std::span<const double> ascending);

/// The modes of the samples, or none where there is one. Peaks of a histogram that persist: between two of them the
/// roots of the counts fall by so much that chance does not do it (a root of a count has a standard deviation of 1/2
/// whatever the count: Tukey's rootogram; persistence: Bauer, Munk, Sieling and Wardetzky, Foundations of Computational
/// Mathematics 17, 2017) and to half the lower peak or below, each holds 5 % of the samples, and they are 2 % of the larger location apart: less
/// is what a clock and its batches make, and matters to nobody. The bins are as wide
/// as Freedman and Diaconis' rule makes them for the densest half of the samples (Probability Theory and Related Fields
/// 57, 1981), and at least four steps of the clock. `effective` is how many independent samples these are worth.
/// Finds nothing in fewer than 40 samples. `ascending` is sorted. O(n).
std::vector<core::Mode> modes(std::span<const double> ascending, double effective);

}  // namespace moebench::stats
