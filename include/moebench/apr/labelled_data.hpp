// What happens to labelled data around fitting: classes become 0 and 1, some rows are held out, and a model is scored.
// Does not read files (io) and does not fit. Included by cli.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "moebench/apr/logistic_regression.hpp"
#include "moebench/apr/training.hpp"
#include "moebench/core/error.hpp"
#include "moebench/core/training_report.hpp"

namespace moebench::apr {

/// Which labels stand for class 1 and class 0.
struct Classes {
  float positive;
  std::optional<float> negative;  // empty: every other label

  /// "3" and "7", or "not 7" and "7": of class 0 and of class 1.
  std::array<std::string, 2> names() const;
};

/// With `positive`, that label against the others; without, the two labels that there are, the smaller as class 0.
/// Usage errors: a positive label that does not occur (the message lists those that do). Input errors: a single label;
/// more than two and no positive one. O(n log n).
core::Result<Classes> choose_classes(std::span<const float> labels, std::optional<float> positive);

/// 0 or 1 for each label. Input errors: one, with its row from 1, that is neither class.
core::Result<std::vector<float>> binary_labels(std::span<const float> labels, const Classes& classes);

struct Split {
  TrainingSet training;
  TrainingSet held_out;  // may have no rows
};

/// Holds out `fraction` of the rows of each class, rounded to whole rows but never all, drawn from `seed`; both parts
/// keep the rows' order. The same data, fraction and seed give the same parts on every machine. 0 <= fraction < 1.
Split hold_out(const TrainingSet& data, double fraction, std::uint64_t seed);

/// How the model, by the scalar kernel, answers for rows. Input errors: no rows; rows of another length than the
/// model's; an answer that is not finite.
core::Result<core::ClassifierScore> score(const LogisticRegression& model, const TrainingSet& data);

}  // namespace moebench::apr
