// The router's choice of the best expert. Compiled once for each instruction set.
#include <cstddef>

#include "moebench/moe/gating.hpp"

#ifndef HWY_DISABLED_TARGETS
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#endif
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "vector_top_one.cpp"
#include <hwy/foreach_target.h>  // before highway.h
#include <hwy/highway.h>

#include "vector_row-inl.h"

HWY_BEFORE_NAMESPACE();
namespace moebench::moe::HWY_NAMESPACE {

ExpertIndex one_by_one(const float* scores, std::size_t count) {
  const TopTwo best = top_two({scores, count});
  return best.ordered ? best.first : k_no_expert;
}

ExpertIndex of_one_vector(const float* scores, std::size_t) {
  const Lanes lanes;
  const Vector x = hn::LoadU(lanes, scores);
  if (HWY_UNLIKELY(!hn::AllFalse(lanes, hn::IsNaN(x)))) {
    return k_no_expert;
  }
  return static_cast<ExpertIndex>(hn::FindFirstTrue(lanes, hn::Eq(x, hn::MaxOfLanes(lanes, x))));
}

ExpertIndex of_many(const float* scores, std::size_t count) {
  const Row row{scores, count};
  const Maxima maxima = maxima_of(row);
  if (HWY_UNLIKELY(!maxima.finite)) {  // an infinity or a NaN
    return one_by_one(scores, count);
  }
  return first_at(row, largest(maxima));
}

TopOneFunction function_for(std::size_t experts) {
  return experts == k_width ? of_one_vector : experts < k_width ? one_by_one : of_many;
}

}  // namespace moebench::moe::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace moebench::moe {
namespace {

HWY_EXPORT(function_for);

}  // namespace

TopOneFunction top_one_for(std::size_t experts) {
  return HWY_DYNAMIC_DISPATCH(function_for)(experts);
}

}  // namespace moebench::moe
#endif
