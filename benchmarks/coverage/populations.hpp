// What samples are drawn from: laws with known means and quantiles.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "moebench/core/rng.hpp"

struct Population {
  std::string name;
  double mean;
  double sd;
  std::function<double(double p)> quantile;
  std::function<std::vector<double>(moebench::core::Rng&, std::size_t n)> draw;  // in time order
};

/// Normal, log-normal (sigma 1), bimodal (7 of 10 at one place) and first-order autoregressive (phi 0.7) samples.
std::vector<Population> populations();
