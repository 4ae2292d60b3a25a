// Measurements to put into a history. Included by the tests of history and by its fuzzer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "moebench/core/history.hpp"

namespace history_test {

/// One that differs from those of other numbers in everything that may differ.
inline moebench::core::Measurement measurement(std::int64_t number) {
  const std::string text = std::to_string(number);
  const auto figure = static_cast<double>(number);
  moebench::core::Measurement one;
  one.commit = {.id = "commit" + text, .branch = "main", .time = 1'700'000'000 + number, .dirty = number % 3 == 0};
  one.name = "result " + text;
  one.scenario = "router";
  one.metric = "time";
  one.unit = "us";
  one.better = number % 2 == 0 ? moebench::core::Better::lower : moebench::core::Better::higher;
  one.samples = 100;
  one.run_means = {figure, figure + 0.25, 1e-300};
  one.mean = figure + 0.1;
  one.p50 = figure;
  one.p99 = number % 2 == 0 ? std::optional{figure + 1} : std::nullopt;
  one.machine = "cpu_model=A\ncompiler=GCC\n";
  one.parameters = "threads=" + text + "\n";
  one.config = "command=moebench router\n";
  one.source = "router.json";
  one.measured_at = "2026-01-31T12:00:00Z";
  one.added_at = "2026-02-01T12:00:00Z";
  one.digest = "digest" + text;
  return one;
}

inline std::vector<moebench::core::Measurement> measurements(std::int64_t from, std::int64_t to) {
  std::vector<moebench::core::Measurement> all;
  for (std::int64_t number = from; number < to; ++number) {
    all.push_back(measurement(number));
  }
  return all;
}

}  // namespace history_test
