// Efron's bootstrap (Annals of Statistics 7, 1979) of a mean, of a quantile and of a ratio of two means: what the
// figure would have been in resamples drawn with replacement from the samples. Samples count as independent: where they
// are not, the intervals are too narrow. Included by summarize, compare and cli.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "moebench/core/bootstrap.hpp"

namespace moebench::stats {

struct BootstrapOptions {
  std::uint64_t resamples = 10'000;  // at least 1
  std::uint64_t seed = 42;           // resample i comes from streams of its own, whatever the threads
  double level = 0.95;               // of every interval, in (0, 1)
  std::size_t threads = 0;           // 0: as many as there are cores. Changes no digit of the result
  /// Where it is given: counts every resample of a side once it is drawn, for whoever watches.
  std::atomic<std::uint64_t>* drawn = nullptr;
};

/// Percentile and BCa interval (Efron, JASA 82, 1987) of the mean: type-7 quantiles of the resamples' means. For BCa a
/// resample with the samples' own mean counts as half below it, and the acceleration is the jackknife's, which for a
/// mean is sum d^3 / (6 (sum d^2)^1.5) with d the deviations. Empty at n < 2; n below 2^32. O(resamples n).
std::optional<core::BootstrapMean> bootstrap_mean(std::span<const double> samples,
                                                  const BootstrapOptions& options = {});

/// Percentile interval of the type-7 quantile at `p` in [0, 1], of infinitely many resamples: the ranks of a resample's
/// order statistics have a known law (Maritz and Jarrett, JASA 73, 1978), whose two tails are found by inversion, so
/// nothing is drawn. `ascending` is sorted. Empty at n < 2. O(log n) calls of the binomial distribution.
std::optional<core::Interval> bootstrap_quantile(std::span<const double> ascending, double p, double level);

/// bootstrap_mean, and bootstrap_quantile of the median. Empty at n < 2.
std::optional<core::Bootstrap> bootstrap(std::span<const double> samples, const BootstrapOptions& options = {});

/// Percentile interval of candidate's mean / baseline's mean, resampling both. Empty when a side has n < 2, when the
/// baseline's mean is 0 or a resample of it does not have its sign (the ratio is then unbounded), and where no double
/// holds a limit in full. O(resamples n).
std::optional<core::Interval> bootstrap_ratio_of_means(std::span<const double> candidate,
                                                       std::span<const double> baseline,
                                                       const BootstrapOptions& options = {});

}  // namespace moebench::stats
