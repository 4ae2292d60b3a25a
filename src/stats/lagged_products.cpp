#include "lagged_products.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <complex>

#include <unsupported/Eigen/FFT>

namespace moebench::stats {
namespace {

using Spectrum = std::vector<std::complex<double>>;

/// The values from `from` on, as many as fit, then zeros.
void copy_padded(std::span<const double> values, std::size_t from, std::size_t count, std::vector<double>& block) {
  const std::span<const double> part = values.subspan(from, std::min(count, values.size() - from));
  const auto end = std::ranges::copy(part, block.begin()).out;
  std::fill(end, block.end(), 0.0);
}

}  // namespace

double lagged_product(std::span<const double> values, std::size_t lag) {
  if (lag >= values.size()) {
    return 0;
  }
  constexpr std::size_t lanes = 8;  // independent sums, which the processor adds side by side
  const std::span<const double> early = values.first(values.size() - lag);
  const std::span<const double> late = values.subspan(lag);
  std::array<double, lanes> sums{};
  std::size_t i = 0;
  for (; i + lanes <= early.size(); i += lanes) {
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      sums[lane] += early[i + lane] * late[i + lane];
    }
  }
  for (; i < early.size(); ++i) {
    sums[0] += early[i] * late[i];
  }
  return ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
}

void add_lagged_products(std::span<const double> values, std::vector<double>& products) {
  const std::size_t lags = std::min(products.size(), values.size());
  if (lags == 0) {
    return;
  }
  // A block against itself and the `lags` values behind it: their correlation does not wrap around at these lags.
  const std::size_t size = std::bit_ceil(std::min(4 * lags, values.size() + lags));
  const std::size_t step = size - lags;
  Eigen::FFT<double> transform;
  transform.SetFlag(Eigen::FFT<double>::HalfSpectrum);
  std::vector<double> block(size);
  Spectrum of_block;
  Spectrum of_follow_up;
  Spectrum sum(size / 2 + 1);
  for (std::size_t from = 0; from < values.size(); from += step) {
    copy_padded(values, from, step, block);
    transform.fwd(of_block, block);
    copy_padded(values, from, size, block);
    transform.fwd(of_follow_up, block);
    for (std::size_t i = 0; i < sum.size(); ++i) {
      sum[i] += std::conj(of_block[i]) * of_follow_up[i];
    }
  }
  transform.inv(block, sum, static_cast<Eigen::Index>(size));
  for (std::size_t k = 0; k < lags; ++k) {
    products[k] += block[k];
  }
}

}  // namespace moebench::stats
