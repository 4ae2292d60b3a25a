#include "moebench/moe/load_balance.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace moebench::moe {
namespace {

double sum_of(std::span<const std::uint64_t> load) {
  return static_cast<double>(std::reduce(load.begin(), load.end()));
}

double sum_of(std::span<const double> values) {
  return std::reduce(values.begin(), values.end());
}

}  // namespace

double load_imbalance(std::span<const std::uint64_t> load) {
  return static_cast<double>(std::ranges::max(load)) * static_cast<double>(load.size()) / sum_of(load);
}

double auxiliary_loss(std::span<const std::uint64_t> load, std::span<const double> probability_sums) {
  const double product = std::transform_reduce(
      load.begin(), load.end(), probability_sums.begin(), 0.0, std::plus{},
      [](std::uint64_t choices, double probability) { return static_cast<double>(choices) * probability; });
  return static_cast<double>(load.size()) * product / sum_of(load) / sum_of(probability_sums);
}

double importance_variation(std::span<const double> importance) {
  const auto experts = static_cast<double>(importance.size());
  const double mean = sum_of(importance) / experts;
  const double squares = std::transform_reduce(importance.begin(), importance.end(), 0.0, std::plus{},
                                               [&](double value) { return (value - mean) * (value - mean); });
  return std::sqrt(squares / experts) / mean;
}

void balance_bias(std::span<float> bias, std::span<const std::uint64_t> load, float rate) {
  const double mean = sum_of(load) / static_cast<double>(load.size());
  std::ranges::transform(bias, load, bias.begin(), [&](float now, std::uint64_t choices) {
    const double missing = mean - static_cast<double>(choices);
    return missing > 0 ? now + rate : missing < 0 ? now - rate : now;
  });
}

}  // namespace moebench::moe
