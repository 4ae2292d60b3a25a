// Populations of samples whose means, spreads and quantiles are known, and how to draw from them.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "moebench/core/rng.hpp"

namespace coverage {

enum class Shape { normal, log_normal, bimodal, autoregressive };

inline constexpr double k_sigma_log = 0.5;       // log-normal: of the logarithm
inline constexpr double k_slow_share = 0.1;      // bimodal: samples around the slow mode
inline constexpr double k_slow_distance = 8;     // in units of each mode's sd
inline constexpr double k_autoregression = 0.7;  // of each sample on the one before

inline const char* name(Shape shape) {
  switch (shape) {
    case Shape::normal: return "normal";
    case Shape::log_normal: return "log-normal (sigma 0.5)";
    case Shape::bimodal: return "bimodal (10 % 8 sd slower)";
    case Shape::autoregressive: return "AR(1), 0.7";
  }
  return "";
}

/// A draw with scale 1 around 0 (log-normal: around 1).
inline double basic(moebench::core::Rng& rng, Shape shape) {
  const double z = rng.normal();
  if (shape == Shape::log_normal) {
    return std::exp(k_sigma_log * z);
  }
  return shape == Shape::bimodal && rng.uniform() < k_slow_share ? z + k_slow_distance : z;
}

inline double basic_mean(Shape shape) {
  return shape == Shape::log_normal ? std::exp(k_sigma_log * k_sigma_log / 2)
         : shape == Shape::bimodal  ? k_slow_share * k_slow_distance
                                    : 0;
}

inline double basic_sd(Shape shape) {
  const double s2 = k_sigma_log * k_sigma_log;
  return shape == Shape::log_normal ? std::sqrt(std::expm1(s2)) * std::exp(s2 / 2)
         : shape == Shape::bimodal
             ? std::sqrt(1 + k_slow_share * (1 - k_slow_share) * k_slow_distance * k_slow_distance)
             : 1;
}

/// P(X <= x) of a basic draw.
inline double basic_below(Shape shape, double x) {
  const auto normal = [](double z) { return std::erfc(-z / std::sqrt(2.0)) / 2; };
  if (shape == Shape::log_normal) {
    return x > 0 ? normal(std::log(x) / k_sigma_log) : 0;
  }
  return shape == Shape::bimodal ? (1 - k_slow_share) * normal(x) + k_slow_share * normal(x - k_slow_distance)
                                 : normal(x);
}

inline double basic_quantile(Shape shape, double p) {
  double low = -40;
  double high = 40;
  for (int i = 0; i < 200; ++i) {
    const double middle = (low + high) / 2;
    (basic_below(shape, middle) < p ? low : high) = middle;
  }
  return high;
}

/// location + scale X. Times are above 0, as times are.
struct Population {
  Shape shape;
  double location;
  double scale;

  double mean() const { return location + scale * basic_mean(shape); }
  double sd() const { return scale * basic_sd(shape); }
  double quantile(double p) const { return location + scale * basic_quantile(shape, p); }

  std::vector<double> draw(moebench::core::Rng& rng, std::size_t n) const {
    std::vector<double> samples(n);
    double state = rng.normal();
    const double fresh = std::sqrt(1 - k_autoregression * k_autoregression);
    for (double& x : samples) {
      if (shape == Shape::autoregressive) {
        x = location + scale * state;
        state = k_autoregression * state + fresh * rng.normal();
      } else {
        x = location + scale * basic(rng, shape);
      }
    }
    return samples;
  }
};

}  // namespace coverage
