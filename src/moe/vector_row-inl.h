// A row of scores for the vector kernels: its maxima, and which scores reach a threshold. Compiled once for each
// instruction set, as vector_exp-inl.h is. Private to moe.
#if defined(MOEBENCH_MOE_VECTOR_ROW_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef MOEBENCH_MOE_VECTOR_ROW_INL_H_
#undef MOEBENCH_MOE_VECTOR_ROW_INL_H_
#else
#define MOEBENCH_MOE_VECTOR_ROW_INL_H_
#endif

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

#include <hwy/highway.h>

#include "gate_rows.hpp"

HWY_BEFORE_NAMESPACE();
namespace moebench::moe::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using Lanes = hn::ScalableTag<float>;
using Vector = hn::Vec<Lanes>;

constexpr std::size_t k_width = hn::MaxLanes(Lanes{});
static_assert(k_width * sizeof(float) <= k_gate_alignment);

// Four maxima, because one takes four cycles and could start in each.
constexpr std::size_t k_maxima = 4;

constexpr std::size_t k_vectors_of_a_word = 64 / k_width;  // whose comparisons fill 64 bits

// Fills up what a row leaves of its last vector. Finite, and no finite score is below it: of equals the lower index
// wins.
constexpr float k_lowest = std::numeric_limits<float>::lowest();

/// A row of scores in whole vectors, the last one filled up.
class Row {
 public:
  HWY_INLINE Row(const float* HWY_RESTRICT scores, std::size_t count)
      : scores_{scores}, whole_{count / k_width}, left_{count % k_width} {
    if (HWY_UNLIKELY(has_tail())) {
      const Lanes lanes;
      hn::Store(hn::Set(lanes, k_lowest), lanes, tail_);
      std::copy_n(scores + whole_ * k_width, left_, tail_);
    }
  }

  HWY_INLINE std::size_t count() const { return whole_ * k_width + left_; }
  HWY_INLINE std::size_t vectors() const { return whole_ + (has_tail() ? 1 : 0); }
  HWY_INLINE std::size_t whole() const { return whole_; }
  HWY_INLINE Vector whole(std::size_t v) const { return hn::LoadU(Lanes{}, scores_ + v * k_width); }
  HWY_INLINE bool has_tail() const { return k_width > 1 && left_ != 0; }
  HWY_INLINE Vector tail() const { return hn::Load(Lanes{}, tail_); }
  HWY_INLINE auto tail_mask() const { return hn::FirstN(Lanes{}, left_); }
  HWY_INLINE Vector tail_or_zeros() const { return hn::IfThenElseZero(tail_mask(), tail()); }
  HWY_INLINE Vector operator[](std::size_t v) const { return HWY_LIKELY(v < whole_) ? whole(v) : tail(); }

 private:
  const float* scores_;
  std::size_t whole_;
  std::size_t left_;
  HWY_ALIGN float tail_[k_width];
};

struct Maxima {
  Vector of[k_maxima];  // lane j of of[i]: the largest of every score that fell to this group
  bool finite;          // no infinity, no NaN, and a finite sum
};

HWY_INLINE Maxima maxima_of(const Row& row) {
  const Lanes lanes;
  Maxima maxima{
      {hn::Set(lanes, k_lowest), hn::Set(lanes, k_lowest), hn::Set(lanes, k_lowest), hn::Set(lanes, k_lowest)}, true};
  Vector sum = hn::Zero(lanes);  // not finite where a score is not, or where the row is far beyond any real one
  const auto take = [&](Vector& most, Vector x) HWY_ATTR {
    most = hn::Max(most, x);
    sum = hn::Add(sum, x);
  };
  std::size_t v = 0;
  for (; v + k_maxima <= row.whole(); v += k_maxima) {
    take(maxima.of[0], row.whole(v));
    take(maxima.of[1], row.whole(v + 1));
    take(maxima.of[2], row.whole(v + 2));
    take(maxima.of[3], row.whole(v + 3));
  }
  for (std::size_t i = 0; v < row.whole(); ++v, ++i) {
    take(maxima.of[i], row.whole(v));
  }
  if (row.has_tail()) {
    maxima.of[k_maxima - 1] = hn::Max(maxima.of[k_maxima - 1], row.tail());
    sum = hn::Add(sum, row.tail_or_zeros());
  }
  maxima.finite = hn::AllTrue(lanes, hn::Eq(hn::Sub(sum, sum), hn::Zero(lanes)));
  return maxima;
}

HWY_INLINE Vector largest(const Maxima& maxima) {
  return hn::MaxOfLanes(Lanes{}, hn::Max(hn::Max(maxima.of[0], maxima.of[1]), hn::Max(maxima.of[2], maxima.of[3])));
}

/// Which of 64 scores from vector `v` on reach the threshold, the first in the lowest bit.
HWY_INLINE std::uint64_t reaching(const Row& row, std::size_t v, Vector threshold) {
  const Lanes lanes;
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < k_vectors_of_a_word && v + i < row.vectors(); ++i) {
    std::uint64_t here = 0;
    hn::StoreMaskBits(lanes, hn::Ge(row[v + i], threshold), reinterpret_cast<std::uint8_t*>(&here));
    bits |= here << (i * k_width);
  }
  const std::size_t left = row.count() - v * k_width;
  return left < 64 ? bits & ((std::uint64_t{1} << left) - 1) : bits;  // without what fills up the last vector
}

/// The first expert whose score is `most`, which one has.
HWY_INLINE ExpertIndex first_at(const Row& row, Vector most) {
  std::size_t v = 0;
  std::uint64_t bits = reaching(row, v, most);
  while (bits == 0) {
    v += k_vectors_of_a_word;
    bits = reaching(row, v, most);
  }
  return static_cast<ExpertIndex>(v * k_width + static_cast<std::size_t>(std::countr_zero(bits)));
}

}  // namespace moebench::moe::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // MOEBENCH_MOE_VECTOR_ROW_INL_H_
