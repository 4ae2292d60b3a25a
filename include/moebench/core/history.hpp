// What a history holds: the figures of one result of one file, by the commit that was measured. Made by cli, kept by
// history; read by stats, io and report.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "moebench/core/series.hpp"

namespace moebench::core {

/// What was measured.
struct Commit {
  std::string id;         // as git has it, or as it was named; not empty
  std::string branch;     // empty where it is not known
  std::int64_t time = 0;  // seconds since 1970, UTC
  bool dirty = false;     // the working tree held changes beside the commit

  friend bool operator==(const Commit&, const Commit&) = default;
};

/// One result of one file. Figures are means over runs where there are two runs or more, otherwise of all samples or as
/// the file tells them; those that are not known are empty. All are finite, in `unit`.
struct Measurement {
  std::int64_t id = 0;  // in the order in which they were added, from 1; 0 before that
  Commit commit;
  std::string name;
  std::string scenario;
  std::string framework;
  std::string metric;
  std::string unit;
  Better better = Better::lower;
  std::uint64_t samples = 0;      // 0 where the file does not tell
  std::vector<double> run_means;  // empty where the file does not tell
  double mean = 0;
  std::optional<double> sd_between_runs = {};  // of the runs' means; two runs or more
  std::optional<double> p50 = {}, p95 = {}, p99 = {};
  std::optional<double> throughput_per_sec = {};
  // "key=value", a line each, in an order that does not change.
  std::string machine;      // what has to be the same for two figures to say something about the code
  std::string parameters;   // of the result
  std::string config;       // of the file
  std::string source;       // the file
  std::string measured_at;  // as the file tells it
  std::string added_at;
  std::string digest;  // of what was measured, samples included: the same result is not added twice

  friend bool operator==(const Measurement&, const Measurement&) = default;
};

/// What came of adding measurements of a commit to a file.
struct HistoryAddition {
  std::string file;
  Commit commit;
  std::size_t added = 0;
  std::size_t already_there = 0;
};

enum class HistoryMetric : std::uint8_t { mean, p50, p95, p99, throughput };

/// The figure that is watched, empty where the measurement has none.
std::optional<double> figure_of(const Measurement& measurement, HistoryMetric metric);

/// "mean", "p50", ...
std::string_view name(HistoryMetric metric);

}  // namespace moebench::core
