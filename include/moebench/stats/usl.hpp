// Fits the Universal Scalability Law, X(N) = lambda N / (1 + sigma (N - 1) + kappa N (N - 1)) (Gunther, Guerrilla
// Capacity Planning, 2007), to throughputs by number of threads. Does not judge whether it fits. Included by analyse.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "moebench/core/error.hpp"
#include "moebench/core/result_set.hpp"
#include "moebench/core/scaling.hpp"

namespace moebench::stats {

/// The law through one set of points. The fields without a comment are those of core::Scaling.
struct UslFit {
  double lambda_per_sec;
  double sigma;
  double kappa;
  std::optional<double> peak_threads;
  std::optional<double> peak_throughput_per_sec;  // X(peak_threads), empty where that is
  // The sum of squared (throughput - X(N)), per second squared. At least 0; 0 or infinite where throughputs of 10^-160
  // or 10^160 have squares that no double holds.
  double rss;
  double max_relative_residual;
};

/// The law with the least sum of squared (throughput - X(N)) among those with sigma and kappa at least 0, from the
/// points' values: what R's nls and its package usl minimise. The largest throughputs count most; one that is small
/// beside them, like that of one thread, may be missed by a large part of itself. The order of the points does not
/// matter, and a number of threads may come several times. Doubling every throughput doubles lambda and the throughput
/// at the peak, quadruples rss and changes nothing else. Coefficients have ten digits or more where the points tell
/// them apart well. Throughputs that are random by factors of 2 and more may have several local minima, and the one
/// found is then the lowest in nearly every case.
///
/// Fails, with `name` as the subject. Usage: a point of 0 threads, fewer than three different numbers of threads, or
/// points between which rounding would decide, like 1000000 to 1000002 threads or throughputs that are 10^20 apart.
/// Input: a throughput that is not positive, finite and held by a double in full, or throughputs whose least squares no
/// finite lambda reaches, because they fall faster from their first point on than the law can. O(n log n).
core::Result<UslFit> fit_usl(std::string_view name, std::span<const core::ScalingPoint> points);

/// The law with the least sum of squares through X = throughput[i] at N = n[i], with coefficients of any sign: R's nls.
/// Found by descent from the constrained law above, which it is where that has no coefficient at 0. The law is above 0
/// at every point. A coefficient whose term rounding alone makes differ from 0 is 0, and a kappa that is not above 0
/// has no peak. As many throughputs as n, which are at least 1 and need not be whole. Fails as fit_usl does.
core::Result<UslFit> fit_usl_of_any_sign(std::string_view name, std::span<const double> n,
                                         std::span<const double> throughput);

/// An arm's result with a number of threads. Points to it, and it must outlive this.
struct ResultAtThreads {
  std::size_t threads;
  const core::BenchmarkResult* result;
};

/// How one arm scales. Samples are microseconds per operation of all threads together (the makespan over all their
/// operations), so that a run's throughput is its operations over their time. Run i of each result belongs to run i of
/// the others.
///
/// A point is the mean of the runs' throughputs with its t interval. The coefficients are the fit of these points.
/// Their intervals reach Student's t times the standard error to both sides, and are then clipped at 0 for sigma and
/// kappa. The standard error is the spread of the runs' own fits over the square root of their number, the method of
/// random groups (Wolter, Introduction to Variance Estimation, 2007, chapter 2). For that spread a run's fit is without
/// the constraints, by descent from the fit of the points, and may be negative: runs that the constraint holds at 0
/// would agree where they do not, and the interval would cover the truth too seldom.
///
/// No intervals with one run. None of a figure that is the same in all runs: for times that says that the clock's step
/// hides how they vary. None of the coefficients where a run's unconstrained fit has no positive lambda.
///
/// level in (0, 1). Fails as fit_usl does, and (input) where samples are not microseconds, the results differ in their
/// number of runs or have none, a run has no samples, or the time of a run is not above 0.
core::Result<core::Scaling> scaling_over_runs(std::string name, std::span<const ResultAtThreads> results, double level);

}  // namespace moebench::stats
