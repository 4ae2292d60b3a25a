// What fitting a model led to: how the loss fell, and how the model answers for data that it has seen and has not.
// Made by cli from what apr yields; rendered by report and io.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "moebench/core/attributes.hpp"

namespace moebench::core {

/// How a classifier of two classes answers for rows whose class is known.
struct ClassifierScore {
  std::uint64_t rows;  // at least 1
  double accuracy;     // share of rows whose class is predicted, 0 .. 1
  double log_loss;     // mean of -ln(probability given to the row's class), in nats, at least 0
  std::array<std::array<std::uint64_t, 2>, 2> confusion;  // [class][predicted class]; adds up to rows
};

struct ScoredData {
  std::string name;  // "training data", "held-out data"
  bool seen;         // the model was fitted on it
  ClassifierScore score;
};

struct Descent {
  std::vector<double> losses;  // of the zero model, then after each step: one or more
  double gradient;             // largest component of the gradient, absolute, after the last step
  bool converged;              // the gradient fell to tol; false: max_iter steps were taken
};

struct TrainingReport {
  Attributes config;                   // command, data, options
  Attributes model;                    // the file and what it holds
  std::array<std::string, 2> classes;  // what 0 and 1 stand for
  std::optional<Descent> descent;      // empty for the documented recipe, which computes no loss
  std::vector<ScoredData> scores;      // of the model as it is saved
};

}  // namespace moebench::core
