// Owns reading what `moebench calc` is asked: one JSON object for each kind of calculation. Does not compute anything.
// Included by cli.
#pragma once

#include <string_view>
#include <vector>

#include "moebench/core/calculation.hpp"
#include "moebench/core/error.hpp"

namespace moebench::io {

// Each function reads the object in `text`, which came from `subject`. Unknown keys are ignored. A key that is missing,
// null, of another type or out of its range is refused by its name: error input, as is everything that is not one JSON
// object, NaN, Infinity, numbers beyond a double, and text behind the object. Arrays hold one number or more.
// "confidence" is 0.95 unless given, and in (0, 1).

/// "p": numbers in [0, 1].
core::Result<std::vector<double>> read_p_values(std::string_view text, std::string_view subject);

struct PairedInput {
  std::vector<double> samples_a;
  std::vector<double> samples_b;  // as many
  double confidence;
};

/// "samples_a", "samples_b", as many, and "confidence".
core::Result<PairedInput> read_paired_input(std::string_view text, std::string_view subject);

/// "delta", "sd_a", "n_a", "sd_b", "n_b", "alpha", "target_power".
core::Result<core::PowerQuestion> read_power_question(std::string_view text, std::string_view subject);

struct RunsInput {
  std::vector<std::vector<double>> runs;  // one or more, none empty
  double confidence;
};

/// "runs" and "confidence".
core::Result<RunsInput> read_runs_input(std::string_view text, std::string_view subject);

struct RegressionInput {
  std::vector<double> x;
  std::vector<double> y;  // as many
  bool through_origin;
  double confidence;
};

/// "x", "y", as many, "through_origin" (false unless given) and "confidence".
core::Result<RegressionInput> read_regression_input(std::string_view text, std::string_view subject);

struct ThroughputInput {
  std::vector<double> n;           // at least 1
  std::vector<double> throughput;  // as many, above 0
};

/// "n" and "throughput", as many.
core::Result<ThroughputInput> read_throughput_input(std::string_view text, std::string_view subject);

struct SeriesInput {
  std::vector<double> series;
  double penalty;           // at least 0
  std::size_t min_segment;  // at least 1
};

/// "series", "penalty" and "min_segment" (1 unless given).
core::Result<SeriesInput> read_series_input(std::string_view text, std::string_view subject);

}  // namespace moebench::io
