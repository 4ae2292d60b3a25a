// Data sets with published or recomputed statistics, and a few ways to make results from samples.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "moebench/core/result_set.hpp"
#include "moebench/core/rng.hpp"

namespace stats_test {

// clang-format off
/// NIST StRD, univariate: Michelson's speed of light in air (R: 299 + morley$Speed / 1000).
inline const std::vector<double> k_michelson{
    299.85, 299.74, 299.9, 300.07, 299.93, 299.85, 299.95, 299.98, 299.98, 299.88, 300.0, 299.98, 299.93, 299.65,
    299.76, 299.81, 300.0, 300.0, 299.96, 299.96, 299.96, 299.94, 299.96, 299.94, 299.88, 299.8, 299.85, 299.88,
    299.9, 299.84, 299.83, 299.79, 299.81, 299.88, 299.88, 299.83, 299.8, 299.79, 299.76, 299.8, 299.88, 299.88,
    299.88, 299.86, 299.72, 299.72, 299.62, 299.86, 299.97, 299.95, 299.88, 299.91, 299.85, 299.87, 299.84, 299.84,
    299.85, 299.84, 299.84, 299.84, 299.89, 299.81, 299.81, 299.82, 299.8, 299.77, 299.76, 299.74, 299.75, 299.76,
    299.91, 299.92, 299.89, 299.86, 299.88, 299.72, 299.84, 299.85, 299.85, 299.78, 299.89, 299.84, 299.78, 299.81,
    299.76, 299.81, 299.79, 299.81, 299.82, 299.85, 299.87, 299.87, 299.81, 299.74, 299.81, 299.94, 299.95, 299.8,
    299.81, 299.87};

/// R datasets::lh, luteinizing hormone at ten-minute intervals.
inline const std::vector<double> k_lh{
    2.4, 2.4, 2.4, 2.2, 2.1, 1.5, 2.3, 2.3, 2.5, 2.0, 1.9, 1.7, 2.2, 1.8, 3.2, 3.2, 2.7, 2.2, 2.2, 1.9, 1.9, 1.8,
    2.7, 3.0, 2.3, 2.0, 2.0, 2.9, 2.9, 2.7, 2.7, 2.3, 2.6, 2.4, 1.8, 1.7, 1.5, 1.4, 2.1, 3.3, 3.5, 3.5, 3.1, 2.6,
    2.1, 3.4, 3.0, 2.9};

/// R datasets::sleep, group 1 and group 2.
inline const std::vector<double> k_sleep_1{
    0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
/// Group 2.
inline const std::vector<double> k_sleep_2{
    1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};

/// R datasets::mtcars$mpg, manual and automatic transmission.
inline const std::vector<double> k_mpg_manual{
    21.0, 21.0, 22.8, 32.4, 30.4, 33.9, 27.3, 26.0, 30.4, 15.8, 19.7, 15.0, 21.4};
/// Automatic transmission.
inline const std::vector<double> k_mpg_automatic{
    21.4, 18.7, 18.1, 14.3, 24.4, 22.8, 19.2, 17.8, 16.4, 17.3, 15.2, 10.4, 10.4, 14.7, 21.5, 15.5, 15.2, 13.3, 19.2};
// clang-format on

/// `expected` within the relative tolerance, whatever its size.
inline doctest::Approx near(double expected, double relative = 1e-12) {
  return doctest::Approx(expected).epsilon(relative).scale(0);
}

inline std::vector<double> normal_samples(moebench::core::Rng& rng, std::size_t n, double mean, double sd) {
  std::vector<double> samples(n);
  for (double& x : samples) {
    x = mean + sd * rng.normal();
  }
  return samples;
}

/// A result whose runs hold these samples, batch 1.
inline moebench::core::BenchmarkResult result_of(std::string name, std::vector<std::vector<double>> runs) {
  moebench::core::BenchmarkResult result;
  result.name = std::move(name);
  for (std::vector<double>& samples : runs) {
    result.series.runs.push_back({.batch = 1, .samples = std::move(samples), .counts = {}});
  }
  return result;
}

/// A result that is only a summary.
inline moebench::core::BenchmarkResult reported_result(std::string name, std::uint64_t n, double mean,
                                                       std::optional<double> sd) {
  moebench::core::BenchmarkResult result;
  result.name = std::move(name);
  result.reported.emplace();
  result.reported->iterations = n;
  result.reported->mean = mean;
  result.reported->sd = sd;
  return result;
}

/// Whether a warning of that code is among them.
inline bool warns_of(const std::vector<moebench::core::Warning>& warnings, moebench::core::WarningCode code) {
  for (const auto& warning : warnings) {
    if (warning.code == code) {
      return true;
    }
  }
  return false;
}

/// The message of the first warning of that code, or empty.
inline std::string message_of(const std::vector<moebench::core::Warning>& warnings, moebench::core::WarningCode code) {
  for (const auto& warning : warnings) {
    if (warning.code == code) {
      return warning.message;
    }
  }
  return {};
}

}  // namespace stats_test
