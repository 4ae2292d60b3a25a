// The comparison with PyTorch, measured in the same suite: the reference document's table, its statistical validation,
// PyTorch's other forms, and what each figure consists of. Pure. Included by suite_report.hpp and cli.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "moebench/core/comparison.hpp"

namespace moebench::report {

/// One result of each side, both with times per input.
struct FrameworkRow {
  std::string kernel;     // ours: "vector (AVX2)"
  std::string form;       // PyTorch's: "plain"
  std::size_t batch = 1;  // inputs in a call, on both sides
  bool is_single_shot = true;
  core::Comparison comparison;
  // Least and greatest of the runs' own p50; empty with one run.
  std::optional<core::Interval> our_run_p50s = {};
  std::optional<core::Interval> their_run_p50s = {};
};

struct FrameworkComparison {
  std::string missing = {};  // why there is none; the rest is empty then
  std::string version = {};  // PyTorch's
  std::string python = {};
  std::string blas = {};
  std::string capability = {};  // the instructions that PyTorch uses
  std::size_t inputs = 0;       // values in a sample
  double our_logit = 0;
  double their_logit = 0;
  double logit_bound = 0;  // how far the two may be apart
  // The first is the headline; it and those of the same batch and timing stand in the reference's table.
  std::vector<FrameworkRow> rows = {};
  double clock_step_us = 0;                     // no single shot is shown with more digits; 0: not known
  std::optional<double> reading_us = {};        // model and input of one sample, from the nearest cache
  std::optional<double> batch_reading_us = {};  // the inputs of the largest batch read once, for each of them
};

std::string framework_section(const FrameworkComparison& comparison);

}  // namespace moebench::report
