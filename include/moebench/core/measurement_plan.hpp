// How much measuring an effect needs, row by row. Made by gate::plan; written by io, rendered by report.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "moebench/core/gate.hpp"

namespace moebench::core {

struct PlannedRow {
  std::string name;
  GateMetric metric;
  double sd;  // of what varies: of a pair's log ratio, or of the logarithm of a run's figure
  std::optional<std::uint64_t> needed = {};  // blocks, or runs of each side, at least 2; empty beyond a million
  std::optional<double> seconds = {};  // for all of them; empty where no file told how long one takes
  std::optional<double> within_share =
      {};  // what part of a run mean's variance more iterations in a run could take away
};

struct MeasurementPlan {
  double effect;  // 0.03: 3 % slower
  double power;
  double alpha;
  double margin;
  std::size_t comparisons;  // rows that the gate judges together, this one among them; at least 1
  bool interleaved;         // blocks of both sides in turns; otherwise runs against those of a stored file
  std::string source;
  std::vector<PlannedRow> rows;
};

}  // namespace moebench::core
