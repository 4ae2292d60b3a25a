#include "moebench/stats/linear_regression.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <vector>

#include "moebench/stats/distributions.hpp"

namespace moebench::stats {
namespace {

/// 64 bits of mantissa keep the digits of an intercept far from the points, and the exponents of squares.
using Wide = long double;

Wide mean_of(std::span<const double> values) {
  const auto n = static_cast<Wide>(values.size());
  Wide sum = 0;
  for (const double value : values) {
    sum += value;
  }
  Wide rest = 0;
  for (const double value : values) {
    rest += value - sum / n;
  }
  return sum / n + rest / n;
}

std::vector<Wide> deviations(std::span<const double> values, Wide from) {
  std::vector<Wide> found;
  for (const double value : values) {
    found.push_back(value - from);
  }
  return found;
}

Wide sum_of_products(std::span<const Wide> a, std::span<const Wide> b) {
  Wide sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += a[i] * b[i];
  }
  return sum;
}

bool is_constant(std::span<const double> values) {
  return std::ranges::all_of(values, [&](double value) { return value == values.front(); });
}

/// The value, empty where no double holds it.
std::optional<double> held(Wide value) {
  const auto narrow = static_cast<double>(value);
  return value == 0 || std::isnormal(narrow) ? std::optional{narrow} : std::nullopt;
}

}  // namespace

core::Regression linear_regression(std::span<const double> x, std::span<const double> y, bool through_origin,
                                   double level) {
  assert(!x.empty() && x.size() == y.size());
  const std::size_t coefficients = through_origin ? 1 : 2;
  core::Regression line{};
  line.df = static_cast<double>(x.size() - std::min(x.size(), coefficients));
  const bool x_varies = through_origin ? !is_constant(x) || x.front() != 0 : !is_constant(x);
  if (!x_varies) {
    return line;
  }
  const auto n = static_cast<Wide>(x.size());
  const Wide center_x = through_origin ? 0 : mean_of(x);
  const Wide center_y = through_origin ? 0 : is_constant(y) ? Wide{y.front()} : mean_of(y);
  const std::vector<Wide> dx = deviations(x, center_x);
  const std::vector<Wide> dy = deviations(y, center_y);
  const Wide squares_x = sum_of_products(dx, dx);
  const Wide squares_y = sum_of_products(dy, dy);
  const Wide slope = sum_of_products(dx, dy) / squares_x;
  line.slope = held(slope);
  if (!through_origin) {
    line.intercept = held(center_y - slope * center_x);
  }
  Wide rss = 0;
  for (std::size_t i = 0; i < dx.size(); ++i) {
    const Wide residual = line.df == 0 ? 0 : dy[i] - slope * dx[i];
    rss += residual * residual;
  }
  if (squares_y > 0) {
    line.r_squared = held(1 - rss / squares_y);
  }
  if (line.df == 0) {
    return line;
  }
  const Wide residual_sd = std::sqrt(rss / static_cast<Wide>(line.df));
  const Wide slope_se = residual_sd / std::sqrt(squares_x);
  const Wide half_width = student_t_two_sided_quantile(level, line.df) * slope_se;
  line.residual_sd = held(residual_sd);
  line.slope_se = held(slope_se);
  line.slope_interval = core::Interval{.lower = static_cast<double>(slope - half_width),
                                       .upper = static_cast<double>(slope + half_width)};
  if (!through_origin) {
    line.intercept_se = held(residual_sd * std::sqrt(1 / n + center_x * center_x / squares_x));
  }
  return line;
}

}  // namespace moebench::stats
