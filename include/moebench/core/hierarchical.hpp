// Samples in runs: the t interval with the run as the unit of replication, and how the variance divides between and
// within runs. Made by stats::hierarchical; written by io, rendered by report.
#pragma once

#include <cstddef>
#include <optional>

#include "moebench/core/summary.hpp"

namespace moebench::core {

struct Hierarchical {
  std::size_t runs;                   // at least 1
  std::size_t samples;                // in all of them
  double level;                       // in (0, 1)
  double mean;                        // of the runs' means, each counting once
  double df;                          // runs - 1
  std::optional<Interval> interval;   // of the mean; empty with one run
  std::optional<double> run_mean_sd;  // standard deviation of the runs' means; empty with one run
  // Analysis of variance. Empty where no run has two samples, the between parts also with one run; a variance also
  // where no double holds it in full.
  std::optional<double> within_variance;
  std::optional<double> between_variance_raw;  // may be negative
  std::optional<double> between_variance;      // the raw one, or 0 where that is negative
  std::optional<double> icc;                   // between / (between + within), in [0, 1]; empty where nothing varies
  std::optional<double> anova_f;               // at least 0; empty where no run varies within
  std::optional<double> anova_p;               // in [0, 1]; underflows to 0
};

}  // namespace moebench::core
