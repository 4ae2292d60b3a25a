#include "eigen_kernel.hpp"

#include <cassert>

#include <Eigen/Core>

namespace moebench::apr {
namespace {

using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

Eigen::Map<const Eigen::VectorXf> vector_of(std::span<const float> values) {
  return {values.data(), static_cast<Eigen::Index>(values.size())};
}

}  // namespace

void eigen_logits(float intercept, std::span<const float> coefficients, std::span<const float> inputs,
                  std::span<float> outputs) {
  assert(inputs.size() == coefficients.size() * outputs.size());
  const Eigen::Map<const Rows> rows{inputs.data(), static_cast<Eigen::Index>(outputs.size()),
                                    static_cast<Eigen::Index>(coefficients.size())};
  Eigen::Map<Eigen::VectorXf> z{outputs.data(), static_cast<Eigen::Index>(outputs.size())};
  z.noalias() = rows * vector_of(coefficients);
  z.array() += intercept;
}

float eigen_logit(float intercept, std::span<const float> coefficients, std::span<const float> input) {
  assert(input.size() == coefficients.size());
  return intercept + vector_of(coefficients).dot(vector_of(input));
}

}  // namespace moebench::apr
