// What resampling says about one series. Made by stats::bootstrap_mean and stats::bootstrap_quantile; written by io,
// rendered by report.
#pragma once

#include <cstdint>
#include <optional>

#include "moebench/core/summary.hpp"

namespace moebench::core {

struct BootstrapMean {
  Interval percentile;
  std::optional<Interval> bca;  // empty where all samples are equal, or every resample lies on one side of the mean
  double se;                    // standard deviation of the resamples' means, at least 0
};

/// Both figures of one series, with what they rest on.
struct Bootstrap {
  std::uint64_t resamples;  // at least 1
  std::uint64_t seed;
  double level;  // in (0, 1)
  BootstrapMean mean;
  Interval median;  // percentile
};

}  // namespace moebench::core
