// Logistic regression for two classes as a value that can answer for an input or a batch of them, in f32; unless
// another kernel is chosen, in the reference's order of operations. Does not know files (reader.hpp, writer.hpp) nor
// how it was fitted (training.hpp). Included by both of these and by the inference scenario.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "moebench/apr/kernel.hpp"
#include "moebench/core/error.hpp"

namespace moebench::apr {

/// How rows of different classes are weighted while fitting.
enum class ClassWeighting : std::uint8_t { uniform, balanced, manual };

/// How much a row of each class counts while fitting.
struct ClassWeight {
  ClassWeighting kind = ClassWeighting::uniform;  // which of the ways
  std::vector<float> manual = {};                 // a weight for each class, of kind manual alone

  friend bool operator==(const ClassWeight&, const ClassWeight&) = default;
};

/// How many rows a step of fitting takes.
enum class FitMode : std::uint8_t { batch, stochastic, mini_batch };

/// What the model was fitted with; it takes no part in inference. The defaults are those of the benchmark model.
struct Hyperparameters {
  float learning_rate = 0.01F;   // length of a step down the gradient
  std::uint64_t max_iter = 100;  // steps at most
  float tol = 1e-4F;             // no component of the gradient above it ends the fitting
  // Later payload layouts alone hold the following.
  ClassWeight class_weight = {};      // of each row
  float l2_penalty = 0.0F;            // half of it times the sum of the coefficients squared is added to the loss
  FitMode fit_mode = FitMode::batch;  // rows in a step
  std::uint64_t mini_batch_size = 0;  // rows, of fit mode mini_batch alone

  friend bool operator==(const Hyperparameters&, const Hyperparameters&) = default;
};

/// Everything that the model says about one input.
struct Prediction {
  float logit;        // z, the log of the odds
  float probability;  // of class 1, 0 .. 1
  int label;          // 0 or 1
};

/// Invariant: one coefficient or more; coefficients, intercept, learning rate and tol are finite.
/// The scalar kernel's results are the same bits under any compiler flags: columns in order, each multiplied, then
/// added. What holds for the other kernels stands in kernel.hpp.
class LogisticRegression {
 public:
  /// Input errors: no coefficients; a parameter that is NaN or infinite (the message names the first).
  static core::Result<LogisticRegression> create(std::vector<float> coefficients, float intercept,
                                                 Hyperparameters hyperparameters = {});

  /// One for each column of an input.
  const std::vector<float>& coefficients() const { return coefficients_; }
  /// The logit of an input of zeros.
  float intercept() const { return intercept_; }
  /// What it was fitted with.
  const Hyperparameters& hyperparameters() const { return hyperparameters_; }

  /// Columns of an input, at least 1.
  std::size_t input_size() const { return coefficients_.size(); }

  /// z = intercept + sum of coefficient times column. Precondition here and in the two below: input.size() is
  /// input_size(). NaN in the input gives NaN.
  float predict_logit(std::span<const float> input, Kernel kernel = Kernel::scalar) const;

  /// p = 1 / (1 + exp(-z)), the probability of class 1, in 0 .. 1. NaN in the input gives NaN. For the f32 z that it is
  /// given, p is within 4 units of 2^-24 relative of the exact value, or where that is below 2^-126 within 2^-126.
  float predict_proba(std::span<const float> input, Kernel kernel = Kernel::scalar) const;

  /// 1 when p >= 0.5, otherwise 0. NaN in the input gives 0.
  int predict(std::span<const float> input, Kernel kernel = Kernel::scalar) const;

  /// The same three for a batch: row i of `inputs`, which hold `rows` rows one after another, gives outputs[i].
  /// Precondition: inputs.size() is rows times input_size(), outputs.size() is rows; they do not overlap. 0 rows give
  /// nothing.
  void predict_logit(std::span<const float> inputs, std::size_t rows, std::span<float> outputs,
                     Kernel kernel = Kernel::scalar) const;
  /// Probabilities, as above.
  void predict_proba(std::span<const float> inputs, std::size_t rows, std::span<float> outputs,
                     Kernel kernel = Kernel::scalar) const;
  /// Classes, as above.
  void predict(std::span<const float> inputs, std::size_t rows, std::span<int> outputs,
               Kernel kernel = Kernel::scalar) const;

  /// The checked form of the three above. Input errors: an input of another length; a logit that is NaN or infinite,
  /// as any NaN or infinity in the input makes it.
  core::Result<Prediction> classify(std::span<const float> input, Kernel kernel = Kernel::scalar) const;

  /// The checked form for a batch: one prediction for each row. Input errors: values that are not `rows` times
  /// input_size(); the first row, from 1, whose logit is NaN or infinite.
  core::Result<std::vector<Prediction>> classify(std::span<const float> inputs, std::size_t rows,
                                                 Kernel kernel = Kernel::scalar) const;

  friend bool operator==(const LogisticRegression&, const LogisticRegression&) = default;

 private:
  LogisticRegression(std::vector<float> coefficients, float intercept, Hyperparameters hyperparameters);

  std::vector<float> coefficients_;
  float intercept_;
  Hyperparameters hyperparameters_;
};

}  // namespace moebench::apr
