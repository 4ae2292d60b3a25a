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

using Lanes = std::array<double, k_lanes>;
using Generators = std::array<core::Rng, k_lanes>;

/// Draws elements of `values` with replacement, each by 32 bits without bias (Lemire, ACM TOMACS 29, 2019).
class Drawing {
 public:
  explicit Drawing(std::span<const double> values)
      : values_{values.data()},
        count_{values.size()},
        unfair_below_{static_cast<std::uint32_t>((std::uint64_t{1} << 32U) % count_)} {}

  std::uint64_t count() const { return count_; }

  double one(core::Rng& rng) const { return value((rng() >> 32U) * count_, rng); }

  /// Adds two elements for each lane. Whether one of them must be drawn again, which is rare, is asked once for all.
  void add_pair(Generators& rng, Lanes& low, Lanes& high) const {
    std::array<std::uint64_t, k_lanes> low_products;
    std::array<std::uint64_t, k_lanes> high_products;
    bool is_unfair = false;
    for (std::size_t lane = 0; lane < k_lanes; ++lane) {
      const std::uint64_t bits = rng[lane]();
      low_products[lane] = (bits & 0xffffffffU) * count_;
      high_products[lane] = (bits >> 32U) * count_;
      is_unfair |= must_be_redrawn(low_products[lane]) | must_be_redrawn(high_products[lane]);
    }
    if (is_unfair) [[unlikely]] {
      for (std::size_t lane = 0; lane < k_lanes; ++lane) {
        low[lane] += value(low_products[lane], rng[lane]);
        high[lane] += value(high_products[lane], rng[lane]);
      }
      return;
    }
    for (std::size_t lane = 0; lane < k_lanes; ++lane) {
      low[lane] += values_[low_products[lane] >> 32U];
      high[lane] += values_[high_products[lane] >> 32U];
    }
  }

 private:
  bool must_be_redrawn(std::uint64_t product) const { return static_cast<std::uint32_t>(product) < unfair_below_; }

  double value(std::uint64_t product, core::Rng& rng) const {
    while (must_be_redrawn(product)) {
      product = (rng() >> 32U) * count_;
    }
    return values_[product >> 32U];
  }

  const double* values_;
  std::uint64_t count_;
  std::uint32_t unfair_below_;
};

Lanes sums_of(const Drawing& drawing, Generators rng) {
  Lanes low{};
  Lanes high{};
  for (std::uint64_t pair = 0; pair < drawing.count() / 2; ++pair) {
    drawing.add_pair(rng, low, high);
  }
  for (std::size_t lane = 0; lane < k_lanes; ++lane) {
    low[lane] += high[lane];
    if (drawing.count() % 2 != 0) {
      low[lane] += drawing.one(rng[lane]);
    }
  }
  return low;
}

}  // namespace

std::vector<double> resampled_sums(std::span<const double> values, std::uint64_t side,
                                   const BootstrapOptions& options) {
  assert(!values.empty() && values.size() < (std::uint64_t{1} << 32U));
  const Drawing drawing{values};
  const auto stream = [side, seed = options.seed](std::size_t resample) {
    return core::Rng{seed, 2 * resample + side};
  };
  std::vector<double> sums(options.resamples);
  core::in_parallel((options.resamples + k_lanes - 1) / k_lanes, options.threads, [&](std::size_t group) {
    const std::size_t first = group * k_lanes;
    const Lanes of_group = sums_of(drawing, {stream(first), stream(first + 1), stream(first + 2), stream(first + 3)});
    const std::size_t count = std::min(k_lanes, sums.size() - first);
    std::copy_n(of_group.begin(), count, sums.begin() + static_cast<std::ptrdiff_t>(first));
    if (options.drawn != nullptr) {
      options.drawn->fetch_add(count, std::memory_order_relaxed);  // read by who watches, orders nothing
    }
  });
  return sums;
}

}  // namespace moebench::stats
