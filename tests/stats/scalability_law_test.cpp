// Descent to the law with least squares from any start; what the law then is, is tested in usl_test.cpp.
#include "scalability_law.hpp"

#include <cmath>
#include <optional>
#include <vector>

#include "stats/cases.hpp"

using namespace moebench::stats;
using moebench::core::Rng;
using stats_test::near;

namespace {

using Throughputs = std::vector<ThroughputAt>;

/// A law times noise, whose logarithm has the given standard deviation.
Throughputs points_of(Rng& rng, const ScalabilityLaw& law, double noise) {
  Throughputs points;
  for (const double threads : {1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0}) {
    points.push_back({.threads = threads, .per_sec = law.per_sec(threads) * std::exp(noise * rng.normal())});
  }
  return points;
}

ScalabilityLaw any_law(Rng& rng, double unit_per_sec) {
  return {.lambda_per_sec = unit_per_sec * std::exp(2 * rng.normal()),
          .sigma = std::exp(2 * rng.normal() - 3),
          .kappa = std::exp(2 * rng.normal() - 5)};
}

}  // namespace

TEST_CASE("descent ends in the same law from every start") {
  Rng rng{66};
  int inside = 0, outside = 0;
  for (int trial = 0; trial < 100; ++trial) {
    const Throughputs points = points_of(rng, {.lambda_per_sec = 1e5, .sigma = 0.05, .kappa = 0.002}, 0.05);
    const ScalabilityLaw first = unconstrained_law(points, any_law(rng, 1e5)).value();
    for (int start = 0; start < 10; ++start) {
      const ScalabilityLaw other = unconstrained_law(points, any_law(rng, 1e5)).value();
      CHECK(other.lambda_per_sec == near(first.lambda_per_sec, 1e-10));
      CHECK(std::abs(other.sigma - first.sigma) < 1e-11);
      CHECK(std::abs(other.kappa - first.kappa) < 1e-12);
    }
    const ScalabilityLaw constrained = constrained_law(points).value();
    const bool is_inside = first.sigma >= 0 && first.kappa >= 0;
    (is_inside ? inside : outside) += 1;
    CHECK((constrained.sigma > 0 && constrained.kappa > 0) == is_inside);
    if (is_inside) {
      CHECK(constrained.lambda_per_sec == near(first.lambda_per_sec, 1e-10));
      CHECK(std::abs(constrained.sigma - first.sigma) < 1e-11);
      CHECK(std::abs(constrained.kappa - first.kappa) < 1e-12);
    }
  }
  CHECK(inside > 20);
  CHECK(outside > 10);
}

TEST_CASE("descent finds the negative coefficients of exact throughputs") {
  Rng rng{67};
  for (const ScalabilityLaw& truth : {ScalabilityLaw{10, -0.02, 0.01}, ScalabilityLaw{10, 0.4, -0.02}}) {
    const Throughputs points = points_of(rng, truth, 0);
    const ScalabilityLaw found = unconstrained_law(points, any_law(rng, 10)).value();
    CHECK(found.lambda_per_sec == near(truth.lambda_per_sec, 1e-11));
    CHECK(found.sigma == near(truth.sigma, 1e-11));
    CHECK(found.kappa == near(truth.kappa, 1e-11));
  }
}

TEST_CASE("there is no unconstrained law where the throughput of one thread would be negative") {
  // The parabola through N / X = 4, 16 and 41.6 is below 0 at 1 thread.
  const Throughputs points{
      {.threads = 2, .per_sec = 0.5}, {.threads = 4, .per_sec = 0.25}, {.threads = 8, .per_sec = 0.1923}};
  CHECK_FALSE(unconstrained_law(points, {.lambda_per_sec = 1, .sigma = 0.1, .kappa = 0.1}).has_value());
  CHECK(constrained_law(points).error() == NoLaw::no_finite_lambda);
}

TEST_CASE("points that rounding would tell apart have no law") {
  const Throughputs points{
      {.threads = 1e6, .per_sec = 3}, {.threads = 1e6 + 1, .per_sec = 2}, {.threads = 1e6 + 2, .per_sec = 2}};
  CHECK(constrained_law(points).error() == NoLaw::undetermined);
}
