// This file is compiled once for each instruction set: foreach_target.h includes it again with another HWY_TARGET.
#include "lane_divergences.hpp"

#include <algorithm>
#include <cassert>
#include <cstddef>

// Vectors whose length is known only at run time cannot stand in an array, as the sums of rows below do.
#ifndef HWY_DISABLED_TARGETS
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#endif
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lane_divergences.cpp"
#include <hwy/foreach_target.h>  // before highway.h
#include <hwy/highway.h>

#ifndef MOEBENCH_STATS_LANE_WORK
#define MOEBENCH_STATS_LANE_WORK
namespace moebench::stats {

/// Arrays of [k * k_lanes + lane], but for inverse.
struct LaneWork {
  const double* inverse;
  const double* samples;
  double* within;
  double* between;
  double* largest;
  std::size_t n;
  std::size_t min_segment;
};

}  // namespace moebench::stats
#endif

HWY_BEFORE_NAMESPACE();
namespace moebench::stats::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using Tag = hn::CappedTag<double, LaneDivergences::k_lanes>;
using Vector = hn::Vec<Tag>;

// Rows that are taken through the samples together: each waits for its own sum, and all share what is loaded.
constexpr std::size_t k_rows = 4;

/// The series of one vector of lanes.
class Lanes {
 public:
  Lanes(const LaneWork& work, std::size_t first_lane) : work_{work}, first_{first_lane} {}

  HWY_ATTR void find_largest() {
    sum_within();
    for (std::size_t k = 0; k <= work_.n; ++k) {
      store(hn::Zero(Tag{}), work_.between, k);
    }
    Vector largest = hn::Zero(Tag{});
    std::size_t t = 1;
    const std::size_t last = work_.n - work_.min_segment;
    for (; t < work_.min_segment; ++t) {
      move_rows<1, false>(t, largest);
    }
    for (; t + k_rows - 1 <= last; t += k_rows) {
      move_rows<k_rows, true>(t, largest);
    }
    for (; t <= last; ++t) {
      move_rows<1, true>(t, largest);
    }
    store(largest, work_.largest, 0);
  }

 private:
  HWY_INLINE Vector load(const double* array, std::size_t k) const {
    return hn::LoadU(Tag{}, array + k * LaneDivergences::k_lanes + first_);
  }
  HWY_INLINE void store(Vector vector, double* array, std::size_t k) const {
    hn::StoreU(vector, Tag{}, array + k * LaneDivergences::k_lanes + first_);
  }
  static HWY_INLINE Vector distance(Vector a, Vector b) { return hn::Abs(hn::Sub(a, b)); }

  HWY_ATTR void sum_within() {
    store(hn::Zero(Tag{}), work_.within, 0);
    std::size_t k = 0;
    for (; k + k_rows <= work_.n; k += k_rows) {
      sum_rows<k_rows>(k);
    }
    for (; k < work_.n; ++k) {
      sum_rows<1>(k);
    }
  }

  /// within of the samples k, k + 1, ...: each sum in the order of its samples.
  template <std::size_t Rows>
  HWY_ATTR void sum_rows(std::size_t k) {
    Vector sample[Rows];
    Vector sum[Rows];
#pragma GCC unroll 4
    for (std::size_t r = 0; r < Rows; ++r) {
      sample[r] = load(work_.samples, k + r);
      sum[r] = hn::Zero(Tag{});
    }
    for (std::size_t i = 0; i < k; ++i) {
      const Vector other = load(work_.samples, i);
#pragma GCC unroll 4
      for (std::size_t r = 0; r < Rows; ++r) {
        sum[r] = hn::Add(sum[r], distance(other, sample[r]));
      }
    }
    for (std::size_t r = 0; r < Rows; ++r) {
      for (std::size_t i = 0; i < r; ++i) {
        sum[r] = hn::Add(sum[r], distance(sample[i], sample[r]));
      }
      store(hn::Add(load(work_.within, k + r), sum[r]), work_.within, k + r + 1);
    }
  }

  /// What stays the same along a row: sample t - 1 leaves the second group for the first.
  struct Row {
    Vector sample;
    Vector to_first;
    Vector to_second;
    Vector within;
    Vector of_first;
    Vector first;
  };

  HWY_INLINE Row row_of(std::size_t t) const {
    const Vector within = load(work_.within, t);
    return {.sample = load(work_.samples, t - 1),
            .to_first = hn::Sub(within, load(work_.within, t - 1)),
            .to_second = hn::Zero(Tag{}),
            .within = within,
            .of_first = hn::Mul(within, hn::Set(Tag{}, work_.inverse[t - 1])),
            .first = hn::Set(Tag{}, static_cast<double>(t))};
  }

  HWY_INLINE Vector moved(Row& row, Vector between, Vector sample) const {
    row.to_second = hn::Add(row.to_second, distance(row.sample, sample));
    return hn::Add(between, hn::Sub(row.to_second, row.to_first));
  }

  HWY_INLINE Vector statistic(const Row& row, std::size_t t, std::size_t k, Vector between, Vector within) const {
    const Tag tag;
    const Vector second = hn::Set(tag, static_cast<double>(k - t));
    const Vector within_second = hn::Sub(hn::Sub(within, row.within), between);
    const Vector of_second = hn::Mul(hn::Mul(row.first, within_second), hn::Set(tag, work_.inverse[k - t - 1]));
    return hn::Mul(hn::Set(tag, 2 * work_.inverse[k]),
                   hn::Sub(hn::Sub(between, hn::Mul(second, row.of_first)), of_second));
  }

  /// The rows t, t + 1, ..., which are looked at where they are long enough to be a group.
  template <std::size_t Rows, bool looked_at>
  HWY_ATTR void move_rows(std::size_t t, Vector& largest) {
    Row row[Rows];
#pragma GCC unroll 4
    for (std::size_t r = 0; r < Rows; ++r) {
      row[r] = row_of(t + r);
    }
    Vector most = largest;
    std::size_t k = t + 1;
    const std::size_t whole = looked_at ? t + Rows - 1 + work_.min_segment : t + Rows;
    for (; k < std::min(whole, work_.n + 1); ++k) {
      Vector between = load(work_.between, k);
      for (std::size_t r = 0; r < Rows && t + r < k; ++r) {
        between = moved(row[r], between, load(work_.samples, k - 1));
        if (looked_at && k >= t + r + work_.min_segment) {
          most = hn::Max(most, statistic(row[r], t + r, k, between, load(work_.within, k)));
        }
      }
      store(between, work_.between, k);
    }
    for (; k <= work_.n; ++k) {
      const Vector sample = load(work_.samples, k - 1);
      const Vector within = load(work_.within, k);
      Vector between = load(work_.between, k);
#pragma GCC unroll 4
      for (std::size_t r = 0; r < Rows; ++r) {
        between = moved(row[r], between, sample);
        if constexpr (looked_at) {
          most = hn::Max(most, statistic(row[r], t + r, k, between, within));
        }
      }
      store(between, work_.between, k);
    }
    largest = most;
  }

  const LaneWork& work_;
  std::size_t first_;
};

void find_largest(const LaneWork& work) {
  for (std::size_t lane = 0; lane < LaneDivergences::k_lanes; lane += hn::Lanes(Tag{})) {
    Lanes{work, lane}.find_largest();
  }
}

}  // namespace moebench::stats::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace moebench::stats {

HWY_EXPORT(find_largest);

LaneDivergences::LaneDivergences(std::size_t most)
    : inverse_(most + 1), samples_(k_lanes * most), within_(k_lanes * (most + 1)), between_(k_lanes * (most + 1)) {
  for (std::size_t i = 1; i <= most; ++i) {
    inverse_[i] = 1 / static_cast<double>(i);
  }
}

LaneDivergences::Statistics LaneDivergences::largest(std::span<const std::span<const double>> series,
                                                     std::size_t min_segment) {
  const std::size_t n = series.front().size();
  assert(series.size() == k_lanes && n >= 2 * min_segment && n < inverse_.size());
  for (std::size_t lane = 0; lane < k_lanes; ++lane) {
    for (std::size_t k = 0; k < n; ++k) {
      samples_[k * k_lanes + lane] = series[lane][k];
    }
  }
  Statistics found{};
  HWY_DYNAMIC_DISPATCH(find_largest)
  ({.inverse = inverse_.data(),
    .samples = samples_.data(),
    .within = within_.data(),
    .between = between_.data(),
    .largest = found.data(),
    .n = n,
    .min_segment = min_segment});
  return found;
}

}  // namespace moebench::stats
#endif
