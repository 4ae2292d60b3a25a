// How an arm's throughput goes with the number of threads, and the law that describes it. Does not say whether the law
// is believed. Made by stats::scaling_over_runs; rendered by report.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "moebench/core/summary.hpp"

namespace moebench::core {

/// What was measured with a number of threads.
struct ScalingPoint {
  std::size_t threads;          // at least 1
  Estimate throughput_per_sec;  // operations of all threads together, above 0
};

/// The Universal Scalability Law (Gunther, Guerrilla Capacity Planning, 2007) through the points, by least squares on
/// throughput: X(N) = lambda N / (1 + sigma (N - 1) + kappa N (N - 1)).
struct Scaling {
  std::string name;                  // the arm's
  double level;                      // confidence of every interval here, in (0, 1)
  std::size_t runs;                  // at least 1; with one there are no intervals
  std::vector<ScalingPoint> points;  // by ascending threads; at least three different numbers of them
  Estimate lambda_per_sec;           // the law's throughput of one thread, above 0
  Estimate sigma;                    // contention, at least 0, and so are its limits
  Estimate kappa;                    // coherency, at least 0, and so are its limits
  /// Where the law has its peak: sqrt((1 - sigma) / kappa), below 1 where throughput falls from the first thread on.
  /// Empty where there is none: with kappa = 0 or sigma >= 1 it rises or falls or stays all along.
  std::optional<double> peak_threads;
  /// The largest |X(N) / throughput - 1|, at least 0. Mostly that of a small throughput, for which the fit cares least.
  double max_relative_residual;
};

}  // namespace moebench::core
