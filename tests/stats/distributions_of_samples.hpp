// Samples of many shapes, all of one level and one place, in which a doubt is a false alarm.
#pragma once

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "moebench/core/rng.hpp"

namespace stats_test {

struct Shaped {
  std::string name;
  std::function<double(moebench::core::Rng&)> draw;
};

inline const std::vector<Shaped>& unimodal_shapes() {
  using moebench::core::Rng;
  static const std::vector<Shaped> shapes{
      {"normal", [](Rng& rng) { return 50 + 5 * rng.normal(); }},
      {"uniform", [](Rng& rng) { return 10 + rng.uniform(); }},
      {"log-normal", [](Rng& rng) { return std::exp(0.5 * rng.normal()); }},
      {"exponential", [](Rng& rng) { return -std::log1p(-rng.uniform()); }},
      {"t with 2 df", [](Rng& rng) { return 50 + rng.normal() / std::sqrt(-std::log1p(-rng.uniform())); }},
      {"ticks of 10.03 ns shown as ns",
       [](Rng& rng) { return std::floor(10.03 * std::floor(30 + 4 * rng.normal())) / 1000; }},
  };
  return shapes;
}

inline std::vector<double> draw(const Shaped& shape, moebench::core::Rng& rng, std::size_t n) {
  std::vector<double> samples(n);
  for (double& x : samples) {
    x = shape.draw(rng);
  }
  return samples;
}

}  // namespace stats_test
