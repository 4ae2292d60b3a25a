// Fits logistic regression to a user's data: full-batch gradient descent with class weights, an L2 penalty and an early
// stop. The documented recipe, to the bit, is training.hpp's. Included by cli.
#pragma once

#include <cstdint>
#include <functional>

#include "moebench/apr/logistic_regression.hpp"
#include "moebench/apr/training.hpp"
#include "moebench/core/error.hpp"
#include "moebench/core/training_report.hpp"

namespace moebench::apr {

struct DescentStep {
  std::uint64_t steps;  // taken so far
  double loss;
  double gradient;  // largest component, absolute
};

struct FittedModel {
  LogisticRegression model;
  core::Descent descent;
};

/// Starts from zeros and takes steps of learning_rate down the gradient of
///
///     loss = sum of s_i l_i / sum of s_i + l2_penalty / 2 * sum of coefficients squared
///
/// where l_i = ln(1 + exp(-z_i)) for class 1 and ln(1 + exp(z_i)) for class 0, and s_i is the weight of the row's
/// class: 1 when uniform, rows / (2 rows of the class) when balanced. The intercept is not penalised. Stops when the
/// largest component of the gradient is at most tol, or after max_iter steps. Parameters and sums are f64, products f32
/// (Eigen); the model is rounded to f32 in the end. `watch` is called before each step and at the end.
///
/// Usage errors: a learning rate that is not above 0, a tol or penalty below 0, manual weights that are not two above
/// 0, none of them finite; a fit mode other than batch. Input errors: those of check(); a single class; a loss that
/// stops being finite or ends above that of the zero model. O(max_iter x rows x columns).
core::Result<FittedModel> fit_by_descent(const TrainingSet& data, const Hyperparameters& hyperparameters,
                                         const std::function<void(const DescentStep&)>& watch);

}  // namespace moebench::apr
