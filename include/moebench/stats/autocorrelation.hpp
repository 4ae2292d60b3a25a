// How much samples depend on those before them, within one run. Included by describe, and by what warns of it.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "moebench/core/description.hpp"
#include "moebench/core/series.hpp"

namespace moebench::stats {

/// sum (x_i - m)(x_{i+1} - m) / sum (x_i - m)^2 over samples in time order. Empty when n < 2 or all are equal.
std::optional<double> lag1_autocorrelation(std::span<const double> in_time_order);

/// How many independent samples n are worth if each depends on the one before alone: n (1 - r1) / (1 + r1), within
/// 1 .. n. n >= 1, r1 in [-1, 1].
double effective_samples_ar1(std::size_t n, double lag1);

/// The autocorrelations of a series at as many lags as are asked for. Deviations are from each run's own mean and
/// products are of samples of one run, so that a step between runs is no dependence within them; with one run they are
/// R's acf. Holds a copy of the samples; each lag costs O(n) up to 64, and beyond that O(n log n) for sixteen times as
/// many together.
class Autocorrelations {
 public:
  explicit Autocorrelations(const core::Series& series);

  /// Whether there is anything to correlate: a run of two samples or more that are not all equal.
  bool defined() const { return variation_ > 0; }

  std::size_t samples() const { return samples_; }
  std::size_t longest_run() const { return longest_; }

  /// Pairs of samples of one run that are `lag` apart.
  std::size_t pairs(std::size_t lag) const;

  /// 1 at lag 0, 0 from the longest run's length on. defined() must hold.
  double at(std::size_t lag);

 private:
  std::vector<std::vector<double>> deviations_;  // of each run, scaled
  std::vector<double> products_;                 // sums over pairs, by lag, as far as they were asked for
  std::size_t samples_ = 0;
  std::size_t longest_ = 0;
  double variation_ = 0;  // the sum at lag 0
};

/// Lag 1, and the effective sample sizes: of the first-order model, and by Geyer's initial positive sequence
/// (Statistical Science 7, 1992): tau = -1 + 2 sum (rho_2k + rho_2k+1) while the sum of the pair is above 0, n / tau
/// within 1 .. n, and n where tau is not above 0. Empty unless defined().
std::optional<core::Autocorrelation> autocorrelation(Autocorrelations& of_series);

/// min(10, n / 5), at least 1: the lags that statsmodels' acorr_ljungbox takes.
std::size_t default_ljung_box_lags(std::size_t n);

/// Q = n (n + 2) sum r_k^2 / (n - k) over lags 1 .. `lags` with the tail of chi-squared(lags) (Ljung and Box,
/// Biometrika 65, 1978). Over several runs n - k counts the pairs. Empty unless defined() and 1 <= lags < the longest
/// run's length.
std::optional<core::LjungBox> ljung_box(Autocorrelations& of_series, std::size_t lags);

}  // namespace moebench::stats
