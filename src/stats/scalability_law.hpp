// The Universal Scalability Law through throughputs by number of threads: least squares with its constraints and
// without. Neither checks the throughputs nor says how well the law fits. Private to stats; included by usl.cpp.
#pragma once

#include <expected>
#include <optional>
#include <span>

namespace moebench::stats {

struct ThroughputAt {
  double threads;  // at least 1
  double per_sec;  // above 0
};

struct ScalabilityLaw {
  double lambda_per_sec;
  double sigma;
  double kappa;

  double per_sec(double threads) const {
    return lambda_per_sec * threads / (1 + sigma * (threads - 1) + kappa * threads * (threads - 1));
  }
};

enum class NoLaw {
  undetermined,      // rounding would decide between laws
  no_finite_lambda,  // the squares fall all the way to an infinite lambda, or a double does not hold the least one's
                     // law
};

/// The law with the least sum of squared (throughput - X(N)) among those with sigma and kappa at least 0. Needs three
/// different numbers of threads.
std::expected<ScalabilityLaw, NoLaw> constrained_law(std::span<const ThroughputAt> points);

/// The same without the constraints, where descent from `start` ends. `start` has lambda above 0, sigma and kappa at
/// least 0. The law is above 0 at every point; between and beyond them it may not be. Empty where there is none, or
/// only one with a lambda that is not above 0 and finite.
std::optional<ScalabilityLaw> unconstrained_law(std::span<const ThroughputAt> points, const ScalabilityLaw& start);

}  // namespace moebench::stats
