// Fits logistic regression by full-batch gradient descent in f32: the recipe of the reference, to the last bit.
// No regularisation, no mini-batches, no early stop: gradient_descent.hpp has what a user's data need. Included by
// benchmark_model.hpp, gradient_descent.hpp and labelled_data.hpp.
#pragma once

#include <cstddef>
#include <vector>

#include "moebench/apr/logistic_regression.hpp"
#include "moebench/core/error.hpp"

namespace moebench::apr {

struct TrainingSet {
  std::size_t feature_count = 0;
  std::vector<float> features;  // row-major: labels.size() rows of feature_count columns
  std::vector<float> labels;    // 0 or 1, one for each row
};

/// Whether it is one to fit on. Input errors: no rows or no columns; features that are not rows times columns, or not
/// finite; a label other than 0 and 1.
core::Result<void> check(const TrainingSet& data);

/// Starts from zeros and takes max_iter steps of learning_rate down the mean gradient. `tol` is stored, not used.
/// Gradient sums go in row order and are then divided by the number of rows; every multiplication and addition rounds
/// on its own, so the result depends on nothing but the C library's expf. max_iter = 0 gives the zero model.
/// Input errors: those of check(); hyperparameters that are not finite; parameters that overflow. O(max_iter x rows x
/// columns).
core::Result<LogisticRegression> fit(const TrainingSet& data, Hyperparameters hyperparameters = {});

}  // namespace moebench::apr
