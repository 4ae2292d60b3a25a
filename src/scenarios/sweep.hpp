// A sweep: an option with several values, for each combination of which a scenario is measured. Private to scenarios.
#pragma once

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "moebench/core/error.hpp"
#include "moebench/core/result_set.hpp"
#include "moebench/core/rng.hpp"

namespace moebench::scenarios {

// More than any table of results is read for, and few enough that the default number of runs ends within the hour.
inline constexpr std::size_t k_most_combinations = 256;

/// Refuses, by the option's name, no value, a 0 and a value given twice.
template <class Value>
core::Result<void> check_values(std::string_view option, std::vector<Value> values) {
  if (values.empty() || std::ranges::count(values, Value{0}) > 0) {
    return core::usage_error(std::string{option}, "at least 1 is needed, 0 given");
  }
  std::ranges::sort(values);
  if (const auto twice = std::ranges::adjacent_find(values); twice != values.end()) {
    return core::usage_error(std::string{option}, fmt::format("{} is given twice; give each value once", *twice));
  }
  return {};
}

/// Refuses more combinations of `sizes` values than k_most_combinations. `option` is one that is swept.
inline core::Result<void> check_combinations(std::string_view option, std::initializer_list<std::size_t> sizes) {
  std::size_t combinations = 1;
  for (const std::size_t size : sizes) {
    if (size > k_most_combinations / combinations) {
      return core::usage_error(
          std::string{option},
          fmt::format("the values given combine to more than {} measurements; give fewer", k_most_combinations));
    }
    combinations *= size;
  }
  return {};
}

/// What a result's name says of a swept option, "/4-threads"; empty where there is but one value, so that a name does
/// not depend on a choice that nobody made.
template <class Value>
std::string swept(const std::vector<Value>& values, Value value, std::string_view unit) {
  return values.size() == 1 ? "" : fmt::format("/{}-{}", value, unit);
}

/// The results of all points, in the points' order, measured in an order that `rng` draws: `measure(point)` yields
/// those of one.
template <class Point, class Measure>
core::Result<std::vector<core::BenchmarkResult>> in_random_order(const std::vector<Point>& points, core::Rng rng,
                                                                 Measure measure) {
  std::vector<std::size_t> order(points.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  rng.shuffle(order);
  std::vector<std::vector<core::BenchmarkResult>> by_point(points.size());
  for (const std::size_t i : order) {
    core::Result<std::vector<core::BenchmarkResult>> results = measure(points[i]);
    if (!results) {
      return results;
    }
    by_point[i] = std::move(*results);
  }
  std::vector<core::BenchmarkResult> all;
  for (std::vector<core::BenchmarkResult>& results : by_point) {
    std::ranges::move(results, std::back_inserter(all));
  }
  return all;
}

}  // namespace moebench::scenarios
