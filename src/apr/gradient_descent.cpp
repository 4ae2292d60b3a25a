#include "moebench/apr/gradient_descent.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

#include <Eigen/Core>
#include <fmt/format.h>

namespace moebench::apr {
namespace {

using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// Rows that are taken at once: those of 784 columns stay in the cache between the two products.
constexpr std::size_t k_chunk = 128;

core::Result<void> check_options(const Hyperparameters& options) {
  if (!std::isfinite(options.learning_rate) || options.learning_rate <= 0) {
    return core::usage_error("learning-rate",
                             fmt::format("{} given; a finite number above 0 is needed", options.learning_rate));
  }
  if (!std::isfinite(options.tol) || options.tol < 0) {
    return core::usage_error("tol", fmt::format("{} given; a finite number from 0 up is needed", options.tol));
  }
  if (!std::isfinite(options.l2_penalty) || options.l2_penalty < 0) {
    return core::usage_error("l2", fmt::format("{} given; a finite number from 0 up is needed", options.l2_penalty));
  }
  const std::vector<float>& weights = options.class_weight.manual;
  if (options.class_weight.kind == ClassWeighting::manual &&
      (weights.size() != 2 || !std::ranges::all_of(weights, [](float w) { return std::isfinite(w) && w > 0; }))) {
    return core::usage_error("class-weight", "two finite weights above 0 are needed, of class 0 and of class 1");
  }
  if (options.fit_mode != FitMode::batch) {
    return core::usage_error("fit mode", "descent takes all rows in each step; choose batch");
  }
  return {};
}

core::Result<std::array<double, 2>> weights_of(const TrainingSet& data, const ClassWeight& weighting) {
  const auto rows = static_cast<double>(data.labels.size());
  const auto ones = static_cast<double>(std::ranges::count(data.labels, 1.0F));
  if (ones == 0 || ones == rows) {
    return core::input_error("training set", fmt::format("all {} rows are of class {}; rows of both classes are needed",
                                                         data.labels.size(), ones == 0 ? 0 : 1));
  }
  switch (weighting.kind) {
    case ClassWeighting::balanced: return std::array{rows / (2 * (rows - ones)), rows / (2 * ones)};
    case ClassWeighting::manual:
      return std::array{static_cast<double>(weighting.manual[0]), static_cast<double>(weighting.manual[1])};
    case ClassWeighting::uniform: break;
  }
  return std::array{1.0, 1.0};
}

/// Where the descent is, with the loss and its gradient there.
struct Point {
  Eigen::VectorXd coefficients;
  double intercept = 0;
  double loss = 0;
  Eigen::VectorXd slope;  // by coefficient
  double intercept_slope = 0;

  double largest_slope() const { return std::max(slope.cwiseAbs().maxCoeff(), std::abs(intercept_slope)); }
};

class Objective {
 public:
  Objective(const TrainingSet& data, std::array<double, 2> weights, double penalty)
      : data_{data}, weights_{weights}, penalty_{penalty}, total_{0} {
    for (const float label : data.labels) {
      total_ += weight_of(label);
    }
  }

  /// Sets loss and gradient at the point's parameters.
  void evaluate(Point& at) const {
    const Eigen::VectorXf coefficients = at.coefficients.cast<float>();
    at.loss = 0;
    at.slope.setZero();
    at.intercept_slope = 0;
    for (std::size_t row = 0; row < data_.labels.size(); row += k_chunk) {
      add_rows(at, coefficients, row, std::min(k_chunk, data_.labels.size() - row));
    }
    at.loss = at.loss / total_ + penalty_ / 2 * at.coefficients.squaredNorm();
    at.slope = at.slope / total_ + penalty_ * at.coefficients;
    at.intercept_slope /= total_;
  }

 private:
  double weight_of(float label) const { return weights_[label == 1.0F ? 1 : 0]; }

  void add_rows(Point& at, const Eigen::VectorXf& coefficients, std::size_t first, std::size_t count) const {
    const Eigen::Map<const Rows> rows{data_.features.data() + first * data_.feature_count,
                                      static_cast<Eigen::Index>(count), coefficients.size()};
    Eigen::VectorXf column = rows * coefficients;  // z, then what each row adds to the slope
    for (std::size_t i = 0; i < count; ++i) {
      const float label = data_.labels[first + i];
      float& entry = column[static_cast<Eigen::Index>(i)];
      const double z = static_cast<double>(entry) + at.intercept;
      const double small = std::exp(-std::abs(z));  // never overflows
      const double p = (z >= 0 ? 1 : small) / (1 + small);
      const double error = weight_of(label) * (p - static_cast<double>(label));
      at.loss += weight_of(label) * (std::log1p(small) + std::max(0.0, label == 1.0F ? -z : z));
      at.intercept_slope += error;
      entry = static_cast<float>(error);
    }
    at.slope += (rows.transpose() * column).cast<double>();
  }

  const TrainingSet& data_;
  std::array<double, 2> weights_;
  double penalty_;
  double total_;
};

constexpr std::string_view k_diverging_remedy =
    "the steps overshoot: use a smaller learning rate, or scale the features to 0 .. 1";

std::unexpected<core::Error> diverged(std::uint64_t steps, std::string_view what) {
  return core::input_error("training", fmt::format("after {} steps {}; {}", steps, what, k_diverging_remedy));
}

core::Result<LogisticRegression> rounded(const Point& at, const Hyperparameters& hyperparameters) {
  std::vector<float> coefficients(static_cast<std::size_t>(at.coefficients.size()));
  std::ranges::transform(at.coefficients, coefficients.begin(), [](double w) { return static_cast<float>(w); });
  return LogisticRegression::create(std::move(coefficients), static_cast<float>(at.intercept), hyperparameters);
}

}  // namespace

core::Result<FittedModel> fit_by_descent(const TrainingSet& data, const Hyperparameters& hyperparameters,
                                         const std::function<void(const DescentStep&)>& watch) {
  if (auto valid = check_options(hyperparameters); !valid) {
    return std::unexpected(std::move(valid).error());
  }
  if (auto valid = check(data); !valid) {
    return std::unexpected(std::move(valid).error());
  }
  const auto weights = weights_of(data, hyperparameters.class_weight);
  if (!weights) {
    return std::unexpected(weights.error());
  }
  const Objective objective{data, *weights, static_cast<double>(hyperparameters.l2_penalty)};
  const auto learning_rate = static_cast<double>(hyperparameters.learning_rate);
  Point at;
  at.coefficients = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(data.feature_count));
  at.slope = at.coefficients;
  core::Descent descent{.losses = {}, .gradient = 0, .converged = false};
  for (std::uint64_t steps = 0;; ++steps) {
    objective.evaluate(at);
    descent.gradient = at.largest_slope();
    descent.losses.push_back(at.loss);
    if (!std::isfinite(at.loss) || !std::isfinite(descent.gradient)) {
      return diverged(steps, fmt::format("the loss is {}", at.loss));
    }
    watch({.steps = steps, .loss = at.loss, .gradient = descent.gradient});
    descent.converged = descent.gradient <= static_cast<double>(hyperparameters.tol);
    if (descent.converged || steps == hyperparameters.max_iter) {
      break;
    }
    at.coefficients -= learning_rate * at.slope;
    at.intercept -= learning_rate * at.intercept_slope;
  }
  if (descent.losses.back() > descent.losses.front()) {
    return diverged(descent.losses.size() - 1, fmt::format("the loss is {:.6g}, above the {:.6g} of the zero model",
                                                           descent.losses.back(), descent.losses.front()));
  }
  auto model = rounded(at, hyperparameters);
  if (!model) {
    return std::unexpected(std::move(model).error());
  }
  return FittedModel{.model = *std::move(model), .descent = std::move(descent)};
}

}  // namespace moebench::apr
