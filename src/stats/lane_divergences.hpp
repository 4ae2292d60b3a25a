// best_divergence's statistic of several series at once, one in each lane of the processor's vectors: what a
// permutation test does a thousand times. Private to stats; for e_divisive.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace moebench::stats {

class LaneDivergences {
 public:
  static constexpr std::size_t k_lanes = 8;
  using Statistics = std::array<double, k_lanes>;

  /// Of series of up to `most` samples.
  explicit LaneDivergences(std::size_t most);

  /// The largest Q of each series at exponent 1, 0 where none is above 0, to the bit as one series alone gives it.
  /// `series`: k_lanes of them, all of one size of at least 2 min_segment. O(n^2).
  Statistics largest(std::span<const std::span<const double>> series, std::size_t min_segment);

 private:
  std::vector<double> inverse_;  // [k]: 1 / k
  std::vector<double> samples_;  // of all series, the lanes side by side
  std::vector<double> within_;   // so are these: [k]: the sum of the distances among the first k samples
  std::vector<double> between_;  // [k]: of the first t samples and those from t to before k
};

}  // namespace moebench::stats
