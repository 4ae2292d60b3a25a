// What stats says about the results of one file: about each alone, and about those that were measured to be held
// against each other. Not about two files (comparison.hpp). Made by stats::analyse; written by io, rendered by report.
#pragma once

#include <vector>

#include "moebench/core/scaling.hpp"
#include "moebench/core/speedup.hpp"
#include "moebench/core/summary.hpp"
#include "moebench/core/warning.hpp"

namespace moebench::core {

/// Everything that stats::analyse() says of a file.
struct Analysis {
  std::vector<Summary> summaries;  // one for each result, in order
  std::vector<Speedup> speedups;   // of each result over its baselines: in the results' order, then in the baselines'
  std::vector<Scaling> scaling;    // of each curve to which the law could be fitted, in order of first appearance
  std::vector<Warning> warnings;   // about curves; those about a result are in its summary
};

}  // namespace moebench::core
