// Result sets of one or several results with given runs, for the tests of gate.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "moebench/core/result_set.hpp"

namespace gate_test {

using Runs = std::vector<std::vector<double>>;

inline moebench::core::BenchmarkResult result_of(std::string name, const Runs& runs) {
  moebench::core::BenchmarkResult result;
  result.name = std::move(name);
  for (const std::vector<double>& samples : runs) {
    result.series.runs.push_back({.batch = 1, .samples = samples, .counts = {}});
  }
  return result;
}

inline moebench::core::ResultSet set_of(std::vector<moebench::core::BenchmarkResult> results) {
  moebench::core::ResultSet set;
  set.results = std::move(results);
  return set;
}

/// One sample in each run.
inline moebench::core::ResultSet set_of_runs(const std::vector<double>& figures, std::string name = "bench") {
  Runs runs;
  for (const double figure : figures) {
    runs.push_back({figure});
  }
  return set_of({result_of(std::move(name), runs)});
}

inline std::vector<double> scaled(std::vector<double> values, double factor) {
  for (double& value : values) {
    value *= factor;
  }
  return values;
}

}  // namespace gate_test
