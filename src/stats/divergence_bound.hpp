// A cheap proof that no two groups of a permuted series differ as much as those of the series itself: a permutation
// test then need not look for the two that differ the most. Private to stats; for e_divisive.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace moebench::stats {

struct RankedSample {
  double value;
  std::uint32_t rank;  // its place among the sorted samples, counted from 0; equal ones in the series' order
};

/// For the exponent 1. Distances are those of points in a Hilbert space (Szekely and Rizzo, 2013): with phi_i the point
/// of sample i, mu the mean of all, Z_t the sum of phi_i - mu over the first t samples, m = k - t and the energy
/// distance of two groups as the squared distance of their means,
///   t m / k E = t m / k |Z_t / t - (Z_k - Z_t) / m|^2,
/// which is at least best_divergence's Q(t, k): that leaves a sample's distance to itself out of its means. |Z_t| of
/// every t takes O(n log n), and bounds both norms on the right: by the triangle inequality, and for few samples by the
/// sum of their own |phi_i - mu|. Places t and k are taken in blocks and halved where that does not suffice.
class DivergenceBound {
 public:
  /// Two samples or more, finite, at most 1 in magnitude.
  explicit DivergenceBound(std::span<const double> in_time_order);

  /// The samples in their order.
  const std::vector<RankedSample>& samples() const { return samples_; }

  /// True only where best_divergence of these samples, which are samples() in another order, is below `threshold`
  /// however rounded; false where it is not, or where this is not shown soon. threshold > 0.
  bool is_below(double threshold, std::span<const RankedSample> permuted, std::size_t min_segment) const;

 private:
  std::vector<RankedSample> samples_;
  std::vector<double> centred_;  // by rank: the value less the median
  std::vector<double> row_sum_;  // by rank: of the distances to all samples
  std::vector<double> norm_;     // by rank: |phi - mu|
  double total_ = 0;             // of all row sums
};

}  // namespace moebench::stats
