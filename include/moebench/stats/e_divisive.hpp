// Where the distribution of a series changes, with a test of each change. For series of measurements that are far apart
// in time, a few to some thousands; find_change_points (change_point.hpp) is for the many samples of one run: it needs
// a penalty instead of a level, knows no significance, and looks at means alone. Included by history_changes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace moebench::stats {

/// The samples before `at`, and those from `at` to before `end`, differ the most.
struct Divergence {
  std::size_t at;    // the first sample of the second group
  std::size_t end;   // one behind its last
  double statistic;  // Q, see best_divergence
};

/// The largest Q(t, k) = m n / (m + n) E over all n = t and m = k - t of at least `min_segment`, k up to the number of
/// samples, where E = 2 / (m n) sum |x_i - y_j|^a - 1 / C(n, 2) sum |x_i - x_k|^a - 1 / C(m, 2) sum |y_j - y_k|^a is
/// the energy distance of the first t samples x and the next m samples y, and a the exponent (Matteson and James, JASA
/// 109, 2014, equations 4 to 7). Of equal ones the first in t, then in k. Empty for fewer than 2 min_segment samples.
/// min_segment >= 2, 0 < exponent <= 2; samples finite. Samples are scaled to magnitudes of at most 1 beforehand; the
/// statistic is of the samples as they are given. O(n^2) time, O(n) memory.
std::optional<Divergence> best_divergence(std::span<const double> in_time_order, std::size_t min_segment,
                                          double exponent = 1);

struct EDivisiveOptions {
  double alpha = 0.05;             // level of each test, in (0, 1)
  std::size_t permutations = 999;  // for each test; a p value is at least 1 / (permutations + 1)
  std::size_t min_segment = 2;     // at least 2
  double exponent = 1;             // in (0, 2]; at 2 only means matter
  std::uint64_t seed = 42;
  std::size_t threads = 0;  // 0: all cores; changes no digit
};

struct Split {
  std::size_t at;    // the first sample of the second segment
  double statistic;  // Q in the segment that was split
  double p_value;    // at most alpha
};

/// Hierarchical divisive estimation: of the best divergences of all segments the largest is tested, and its segment
/// split, until one is not significant. The test permutes the samples inside of each segment and asks how often the
/// largest statistic of all segments is as large: p = (1 + how often) / (1 + permutations), section 2.3 there. In a
/// series whose samples are exchangeable any split at all is found with a chance of at most alpha. Splits ascend by
/// place.
///
/// Preconditions as best_divergence's. O(permutations n^2) for each split at most: a test that cannot become significant
/// any more is ended early, and at exponent 1 a permutation that is shown to stay below (src/stats/divergence_bound.hpp)
/// takes O(n log n), as nearly all do beside a clear change.
std::vector<Split> e_divisive(std::span<const double> in_time_order, const EDivisiveOptions& options = {});

}  // namespace moebench::stats
