// One figure for each run of a result: what a gate compares. Included by rows and by calibration.
#pragma once

#include <string>
#include <vector>

#include "moebench/core/gate.hpp"
#include "moebench/core/result_set.hpp"

namespace moebench::gate {

struct RunFigures {
  core::GateMetric metric;  // the one that was asked for, or what stands for it where a file tells no more
  std::string unit;
  core::Better better;
  std::vector<double> values;  // one for each run, in order; empty where the file does not hold the metric
  double step = 0;             // the least difference that the runs' samples can show, where a quantile can show none
                               // finer; 0 for means and throughput
};

/// Mean, type-7 quantile or throughput (operations over the time that they took; of samples that are no times it is not
/// defined) of each run's samples. A result without samples gives what its file reports, as one run.
RunFigures run_figures(const core::BenchmarkResult& result, core::GateMetric metric);

/// What one process gave, as one run: its samples one behind the other, of whatever runs. A result without samples is
/// its reported figure as a single sample, where that is the only metric asked for and can be one (any but throughput);
/// otherwise it has no run.
core::BenchmarkResult as_one_run(core::BenchmarkResult result, const std::vector<core::GateMetric>& metrics);

}  // namespace moebench::gate
