#include "resampled_sums.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include "moebench/core/in_parallel.hpp"
#include "moebench/core/rng.hpp"

namespace moebench::stats {
namespace {

/// Resamples that are drawn side by side: their generators and sums do not wait for each other.
constexpr std::size_t k_lanes = 4;

/// Draws elements of `values` with replacement, each by 32 bits without bias (Lemire, ACM TOMACS 29, 2019).
class Drawing {
 public:
  explicit Drawing(std::span<const double> values)
      : values_{values.data()},
        count_{values.size()},
        unfair_below_{static_cast<std::uint32_t>((std::uint64_t{1} << 32U) % count_)} {}

  double value(std::uint32_t bits, core::Rng& rng) const {
    std::uint64_t product = bits * count_;
    while (static_cast<std::uint32_t>(product) < unfair_below_) [[unlikely]] {
        product = (rng() >> 32U) * count_;
      }
    return values_[product >> 32U];
  }

  std::uint64_t count() const { return count_; }

 private:
  const double* values_;
  std::uint64_t count_;
  std::uint32_t unfair_below_;
};

using Lanes = std::array<double, k_lanes>;

Lanes sums_of(const Drawing& drawing, std::array<core::Rng, k_lanes> rng) {
  Lanes even{};
  Lanes odd{};
  for (std::uint64_t pair = 0; pair < drawing.count() / 2; ++pair) {
    for (std::size_t lane = 0; lane < k_lanes; ++lane) {
      const std::uint64_t bits = rng[lane]();
      even[lane] += drawing.value(static_cast<std::uint32_t>(bits), rng[lane]);
      odd[lane] += drawing.value(static_cast<std::uint32_t>(bits >> 32U), rng[lane]);
    }
  }
  for (std::size_t lane = 0; lane < k_lanes; ++lane) {
    even[lane] += odd[lane];
    if (drawing.count() % 2 != 0) {
      even[lane] += drawing.value(static_cast<std::uint32_t>(rng[lane]()), rng[lane]);
    }
  }
  return even;
}

}  // namespace

std::vector<double> resampled_sums(std::span<const double> values, std::uint64_t resamples, std::uint64_t seed,
                                   std::uint64_t side, std::size_t threads) {
  assert(!values.empty() && values.size() < (std::uint64_t{1} << 32U));
  const Drawing drawing{values};
  const auto stream = [=](std::size_t resample) { return core::Rng{seed, 2 * resample + side}; };
  std::vector<double> sums(resamples);
  core::in_parallel((resamples + k_lanes - 1) / k_lanes, threads, [&](std::size_t group) {
    const std::size_t first = group * k_lanes;
    const Lanes of_group = sums_of(drawing, {stream(first), stream(first + 1), stream(first + 2), stream(first + 3)});
    const std::size_t count = std::min(k_lanes, sums.size() - first);
    std::copy_n(of_group.begin(), count, sums.begin() + static_cast<std::ptrdiff_t>(first));
  });
  return sums;
}

}  // namespace moebench::stats
