#include "moebench/stats/normality.hpp"

#include <cmath>
#include <numbers>

#include "binary_scale.hpp"
#include "moebench/stats/distributions.hpp"

namespace moebench::stats {
namespace {

/// Standardises samples by a mean and an sd, whatever their magnitude.
class Standardised {
 public:
  explicit Standardised(const core::Moments& moments)
      : scale_{*moments.sd},
        mean_{scale_.down(moments.mean)},
        residual_{scale_.down(moments.mean_residual)},
        sd_{scale_.down(*moments.sd)} {}

  double operator()(double x) const { return ((scale_.down(x) - mean_) - residual_) / sd_; }

 private:
  BinaryScale scale_;
  double mean_;
  double residual_;
  double sd_;
};

bool varies(const core::Moments& moments) {
  return moments.sd && *moments.sd > 0 && std::isfinite(*moments.sd);
}

struct LogTails {
  double below;
  double above;
};

/// log P(Z <= z) and log P(Z > z) with one evaluation of erfc.
LogTails log_tails(double z) {
  constexpr double far = 30;
  const double distance = std::abs(z);
  const double tail = std::erfc(distance / std::numbers::sqrt2) / 2;
  const double outer = distance < far ? std::log(tail) : log_normal_below(-distance);
  const double inner = std::log1p(-tail);
  return z < 0 ? LogTails{outer, inner} : LogTails{inner, outer};
}

double anderson_darling_p(double adjusted) {
  const double a = adjusted;
  if (a < 0.2) {
    return 1 - std::exp(-13.436 + 101.14 * a - 223.73 * a * a);
  }
  if (a < 0.34) {
    return 1 - std::exp(-8.318 + 42.796 * a - 59.938 * a * a);
  }
  if (a < 0.6) {
    return std::exp(0.9177 - 4.279 * a - 1.38 * a * a);
  }
  return a < 10 ? std::exp(1.2937 - 5.709 * a + 0.0186 * a * a) : 3.7e-24;
}

}  // namespace

std::optional<Shape> shape(std::span<const double> samples, const core::Moments& moments) {
  if (!varies(moments)) {
    return std::nullopt;
  }
  const Standardised standardised{moments};
  double squares = 0;
  double cubes = 0;
  double fourths = 0;
  for (const double x : samples) {
    const double z = standardised(x);
    squares += z * z;
    cubes += z * z * z;
    fourths += z * z * z * z;
  }
  const auto n = static_cast<double>(samples.size());
  const double variance = squares / n;
  return Shape{.skewness = cubes / n / std::pow(variance, 1.5), .kurtosis = fourths / n / (variance * variance)};
}

core::TestResult jarque_bera(const Shape& shape, std::size_t n) {
  const double excess = shape.kurtosis - 3;
  const double statistic = static_cast<double>(n) / 6 * (shape.skewness * shape.skewness + excess * excess / 4);
  return {.statistic = statistic, .p_value = chi_squared_above(statistic, 2)};
}

std::optional<core::TestResult> anderson_darling(std::span<const double> ascending, const core::Moments& moments) {
  constexpr std::size_t least = 3;
  const std::size_t n = ascending.size();
  if (n < least || !varies(moments)) {
    return std::nullopt;
  }
  const Standardised standardised{moments};
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const LogTails logs = log_tails(standardised(ascending[i]));
    sum += static_cast<double>(2 * i + 1) * logs.below + static_cast<double>(2 * (n - 1 - i) + 1) * logs.above;
  }
  const auto count = static_cast<double>(n);
  core::TestResult result{.statistic = -count - sum / count, .p_value = {}};
  if (n >= k_least_anderson_darling_p) {
    result.p_value = anderson_darling_p(result.statistic * (1 + 0.75 / count + 2.25 / (count * count)));
  }
  return result;
}

}  // namespace moebench::stats
