// Data sets with published or recomputed statistics, and a few ways to make results from samples.
#pragma once

#include <cmath>
#include <cstddef>
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

/// R datasets::ToothGrowth$len, orange juice and vitamin C.
inline const std::vector<double> k_tooth_juice{
    15.2, 21.5, 17.6, 9.7, 14.5, 10.0, 8.2, 9.4, 16.5, 9.7, 19.7, 23.3, 23.6, 26.4, 20.0, 25.2, 25.8, 21.2, 14.5, 27.3,
    25.5, 26.4, 22.4, 24.5, 24.8, 30.9, 26.4, 27.3, 29.4, 23.0};
/// Vitamin C.
inline const std::vector<double> k_tooth_vitamin{
    4.2, 11.5, 7.3, 5.8, 6.4, 10.0, 11.2, 11.2, 5.2, 7.0, 16.5, 16.5, 15.2, 17.3, 22.5, 17.3, 13.6, 14.5, 18.8, 15.5,
    23.6, 18.5, 33.9, 25.5, 26.4, 32.5, 26.7, 21.5, 23.3, 29.5};

/// Hollander and Wolfe (1973), p. 69: permeability of a membrane at term and at 12 to 26 weeks (R ?wilcox.test).
inline const std::vector<double> k_permeability_term{0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46};
/// At 12 to 26 weeks.
inline const std::vector<double> k_permeability_weeks{1.15, 0.88, 0.90, 0.74, 1.21};
// clang-format on

/// n numbers in [0, 1) without a repetition: (i step + offset) mod 1, i from 1. In R: ((1:n) * step + offset) %% 1.
inline std::vector<double> spread(std::size_t n, double step, double offset) {
  std::vector<double> samples(n);
  for (std::size_t i = 0; i < n; ++i) {
    samples[i] = std::fmod(static_cast<double>(i + 1) * step + offset, 1.0);
  }
  return samples;
}

/// The golden ratio less 1, and sqrt(2) - 1: steps that repeat nothing.
inline constexpr double k_phi = 0.6180339887498949;
inline constexpr double k_silver = 0.41421356237309515;

/// Each sample changed.
template <class Change>
std::vector<double> each(std::vector<double> samples, Change change) {
  for (double& x : samples) {
    x = change(x);
  }
  return samples;
}

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

inline moebench::core::ResultSet set_of(std::vector<moebench::core::BenchmarkResult> results) {
  moebench::core::ResultSet set;
  set.results = std::move(results);
  return set;
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
