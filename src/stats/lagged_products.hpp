// Sums of products of values that are some places apart, many lags at once. Private to stats.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace moebench::stats {

/// sum x_i x_{i + lag}, in O(n).
double lagged_product(std::span<const double> values, std::size_t lag);

/// Adds sum x_i x_{i + k} to products[k] for every k below products.size(), by Fourier transforms of blocks a few times
/// as long as there are lags: O(n log lags), memory O(lags).
void add_lagged_products(std::span<const double> values, std::vector<double>& products);

}  // namespace moebench::stats
