// Puts what one process measured into a result. Private to scenarios.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "moebench/core/result_set.hpp"

namespace moebench::scenarios {

/// A result with one run of `samples_us`, each the mean over `batch` operations.
inline core::BenchmarkResult single_run(std::string name, std::string_view scenario, std::string_view metric,
                                        core::Attributes params, std::uint64_t batch, std::vector<double> samples_us) {
  core::BenchmarkResult result;
  result.name = std::move(name);
  result.scenario = scenario;
  result.params = std::move(params);
  result.series.metric = metric;
  result.series.runs.push_back({.batch = batch, .samples = std::move(samples_us), .counts = {}});
  return result;
}

}  // namespace moebench::scenarios
