#include "populations.hpp"

#include <cmath>

#include "moebench/stats/distributions.hpp"

namespace {

using moebench::core::Rng;
using moebench::stats::normal_below;
using moebench::stats::normal_quantile;

template <class Draw>
auto independent(Draw draw) {
  return [draw](Rng& rng, std::size_t n) {
    std::vector<double> samples(n);
    for (double& x : samples) {
      x = draw(rng);
    }
    return samples;
  };
}

constexpr double k_share = 0.7;
constexpr double k_near = 10;
constexpr double k_far = 16;

/// Of the mixture, by bisection.
double bimodal_quantile(double p) {
  double low = 0;
  double high = 30;
  for (int i = 0; i < 100; ++i) {
    const double x = (low + high) / 2;
    const double below = k_share * normal_below(x - k_near) + (1 - k_share) * normal_below(x - k_far);
    (below < p ? low : high) = x;
  }
  return low;
}

Population autoregressive(double phi) {
  const double sd = 1 / std::sqrt(1 - phi * phi);
  return {.name = "AR(1), phi 0.7",
          .mean = 10,
          .sd = sd,
          .quantile = [sd](double p) { return 10 + sd * normal_quantile(p); },
          .draw =
              [phi, sd](Rng& rng, std::size_t n) {
                std::vector<double> samples(n);
                double x = sd * rng.normal();
                for (double& sample : samples) {
                  sample = 10 + x;
                  x = phi * x + rng.normal();
                }
                return samples;
              }};
}

}  // namespace

std::vector<Population> populations() {
  const double e = std::exp(1.0);
  const double gap = k_far - k_near;
  return {{.name = "normal",
           .mean = 10,
           .sd = 1,
           .quantile = [](double p) { return 10 + normal_quantile(p); },
           .draw = independent([](Rng& rng) { return 10 + rng.normal(); })},
          {.name = "log-normal, sigma 1",
           .mean = std::sqrt(e),
           .sd = std::sqrt((e - 1) * e),
           .quantile = [](double p) { return std::exp(normal_quantile(p)); },
           .draw = independent([](Rng& rng) { return std::exp(rng.normal()); })},
          {.name = "bimodal, 70 % and 30 %",
           .mean = k_share * k_near + (1 - k_share) * k_far,
           .sd = std::sqrt(1 + k_share * (1 - k_share) * gap * gap),
           .quantile = bimodal_quantile,
           .draw = independent([](Rng& rng) { return (rng.uniform() < k_share ? k_near : k_far) + rng.normal(); })},
          autoregressive(0.7)};
}
