// What A/A runs say about a machine and a command: how far apart identical code comes out, how often a gate is wrong
// about it, and what it can find. Made by gate::calibrate; written and read by io, rendered by report, used by check.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "moebench/core/attributes.hpp"
#include "moebench/core/gate.hpp"
#include "moebench/core/summary.hpp"

namespace moebench::core {

/// A probability with its exact interval (Clopper and Pearson).
struct Rate {
  std::size_t times;
  std::size_t of;  // at least 1
  Interval interval;
};

struct CalibratedRow {
  std::string name;
  GateMetric metric;
  double sd_of_pairs = 0;      // of the logarithm of a pair's ratio, robust: from the interquartile range, at least 0
  double lag1 = 0;             // autocorrelation of those logarithms, in [-1, 1]
  double sd_of_runs = 0;       // of the logarithm of a run's figure, by the standard deviation of all runs
  double noise_floor = 0;      // the change that gates of identical code stay within, 19 times of 20; at least 0
  double smallest_effect = 0;  // the slowdown that a gate at these settings finds 4 times of 5; above 0
  Rate regressed = {};         // gates of identical code that claimed a regression at the margin
  Rate changed_at_0 = {};      // gates that would have claimed any change with a margin of 0: at most alpha by design
};

struct Calibration {
  Attributes machine;   // what a later run must share: CPU, compiler, build
  std::string command;  // whose runs these are
  std::string timestamp;
  std::size_t gates;   // A/A gates, each of `blocks`
  std::size_t blocks;  // pairs of processes in a gate
  double seconds_per_block;
  double alpha;
  double margin;
  std::vector<CalibratedRow> rows;

  /// Of that result and metric, or null.
  const CalibratedRow* find(std::string_view name, GateMetric metric) const;
};

}  // namespace moebench::core
