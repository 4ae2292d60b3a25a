// The centre of a symmetric distribution by signed ranks: Wilcoxon's test of it and the interval that inverts the test.
// Where two arms take turns in an order drawn at random, the logarithm of their ratio is symmetric around 0 whenever
// they are the same, whatever the noise: nothing has to be normal. Included by gate.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "moebench/core/summary.hpp"

namespace moebench::stats {

class SignedRanks {
 public:
  /// At least one value, all finite. O(n^2 log n) time and n (n + 1) / 2 doubles.
  explicit SignedRanks(std::span<const double> values);

  /// Hodges and Lehmann's estimate (Annals of Mathematical Statistics 34, 1963): the median of the Walsh averages
  /// (x_i + x_j) / 2, i <= j.
  double centre() const;

  /// Tukey's interval [W_(k), W_(N + 1 - k)] of the N ordered Walsh averages, k the largest with
  /// P(V <= k - 1) <= (1 - level) / 2 for Wilcoxon's V of n values without ties (Hollander, Wolfe and Chicken,
  /// Nonparametric Statistical Methods, 2014, section 3.3). Ties make it cover more, never less. Both limits stand for
  /// the interval only where n allows the level: n >= 6 at 0.95. level in (0, 1).
  std::optional<core::Interval> interval(double level) const;

  /// P(V >= v) under a centre of `bound`, v the number of Walsh averages above it: small where the centre lies above.
  /// Values at the bound itself count against a finding. In [0, 1].
  double p_above(double bound) const;

  /// The mirror image: small where the centre lies below `bound`.
  double p_below(double bound) const;

 private:
  std::size_t n_;
  std::vector<double> walsh_;  // ascending
};

/// P(V <= v) for Wilcoxon's signed-rank V of n values without ties: exact up to n = 200, beyond that by the Edgeworth
/// series to 1 / n (Fellingham and Stoker, JASA 59, 1964). n >= 1.
double signed_rank_below(double v, std::size_t n);

}  // namespace moebench::stats
