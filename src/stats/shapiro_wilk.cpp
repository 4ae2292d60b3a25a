#include "moebench/stats/shapiro_wilk.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "moebench/stats/distributions.hpp"

namespace moebench::stats {
namespace {

/// c[0] + c[1] x + c[2] x^2 + ...
template <std::size_t Size>
double polynomial(const std::array<double, Size>& coefficients, double x) {
  double value = 0;
  for (std::size_t i = Size; i-- > 0;) {
    value = value * x + coefficients[i];
  }
  return value;
}

/// The weights of the lower half of the order statistics, outermost first, each above 0.
std::vector<double> weights_of(std::size_t n) {
  if (n == 3) {
    return {std::numbers::sqrt2 / 2};
  }
  constexpr std::array c1{0.0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056};
  constexpr std::array c2{0.0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633};
  const auto count = static_cast<double>(n);
  std::vector<double> scores(n / 2);  // Blom's, all below 0
  double squares = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    scores[i] = normal_quantile((static_cast<double>(i) + 0.625) / (count + 0.25));
    squares += 2 * scores[i] * scores[i];
  }
  const double root = 1 / std::sqrt(count);
  const double norm = std::sqrt(squares);
  std::vector<double> weights(scores.size());
  weights[0] = polynomial(c1, root) - scores[0] / norm;
  std::size_t fitted = 1;
  double left = squares - 2 * scores[0] * scores[0];
  double taken = 1 - 2 * weights[0] * weights[0];
  if (n > 5) {
    weights[1] = polynomial(c2, root) - scores[1] / norm;
    fitted = 2;
    left -= 2 * scores[1] * scores[1];
    taken -= 2 * weights[1] * weights[1];
  }
  const double factor = std::sqrt(left / taken);
  for (std::size_t i = fitted; i < weights.size(); ++i) {
    weights[i] = -scores[i] / factor;
  }
  return weights;
}

/// 1 - W, which keeps its digits where W is near 1.
double lack_of_fit(std::span<const double> ascending) {
  const std::size_t n = ascending.size();
  const std::vector<double> weights = weights_of(n);
  const double origin = ascending[n / 2];
  const double range = ascending.back() / 2 - ascending.front() / 2;  // halves, since the range itself may overflow
  const auto scaled = [&](std::size_t i) { return (ascending[i] / 2 - origin / 2) / range; };
  double mean = 0;
  for (std::size_t i = 0; i < n; ++i) {
    mean += scaled(i) / static_cast<double>(n);
  }
  double ssa = 0;
  double ssx = 0;
  double sax = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t mirrored = n - 1 - i;
    const double weight = i == mirrored ? 0 : i < mirrored ? -weights[i] : weights[mirrored];
    const double deviation = scaled(i) - mean;
    ssa += weight * weight;
    ssx += deviation * deviation;
    sax += weight * deviation;
  }
  const double norm = std::sqrt(ssa * ssx);
  return std::max(0.0, (norm - sax) * (norm + sax) / (ssa * ssx));
}

double p_value(double lack, std::size_t n) {
  const auto count = static_cast<double>(n);
  if (n == 3) {
    const double p = 6 / std::numbers::pi * (std::asin(std::sqrt(1 - lack)) - std::asin(std::sqrt(0.75)));
    return std::clamp(p, 0.0, 1.0);
  }
  if (lack == 0) {
    return 1;
  }
  double y = std::log(lack);
  double mean = 0;
  double sd = 0;
  if (n <= 11) {
    constexpr std::array bound{-2.273, 0.459};
    constexpr std::array c3{0.544, -0.39978, 0.025054, -6.714e-4};
    constexpr std::array c4{1.3822, -0.77857, 0.062767, -0.0020322};
    const double gamma = polynomial(bound, count);
    if (y >= gamma) {
      return 1e-99;  // as the published algorithm: below anything that it can tell
    }
    y = -std::log(gamma - y);
    mean = polynomial(c3, count);
    sd = std::exp(polynomial(c4, count));
  } else {
    constexpr std::array c5{-1.5861, -0.31082, -0.083751, 0.0038915};
    constexpr std::array c6{-0.4803, -0.082676, 0.0030302};
    const double x = std::log(count);
    mean = polynomial(c5, x);
    sd = std::exp(polynomial(c6, x));
  }
  return normal_below((mean - y) / sd);
}

}  // namespace

std::optional<core::TestResult> shapiro_wilk(std::span<const double> ascending) {
  const std::size_t n = ascending.size();
  if (n < k_least_shapiro_wilk || n > k_most_shapiro_wilk || !(ascending.back() > ascending.front())) {
    return std::nullopt;
  }
  const double lack = lack_of_fit(ascending);
  return core::TestResult{.statistic = 1 - lack, .p_value = p_value(lack, n)};
}

}  // namespace moebench::stats
