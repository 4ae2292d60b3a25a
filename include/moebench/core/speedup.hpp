// How many times better one arm is than another that took turns with it. Knows nothing of how arms are made to take
// turns. Made by stats::paired_speedup; rendered by report.
#pragma once

#include <cstddef>
#include <string>

#include "moebench/core/summary.hpp"

namespace moebench::core {

/// Baseline's time / candidate's time, or where higher is better candidate / baseline: above 1 where the candidate is
/// better.
struct Speedup {
  std::string name;      // the candidate's
  std::string baseline;  // the baseline's name
  double level;          // confidence of the interval, in (0, 1)
  Estimate speedup;      // geometric mean over the pairs, above 0, and so are its limits
  std::size_t pairs;     // at least 1
  bool between_runs;     // a pair is a run of each arm; false: a round of each inside one process, not replicated
};

}  // namespace moebench::core
