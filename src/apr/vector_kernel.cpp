// This file is compiled once for each instruction set: foreach_target.h includes it again with another HWY_TARGET.
#include "vector_kernel.hpp"

#include <algorithm>
#include <cassert>
#include <cstddef>

#include "moebench/apr/kernel.hpp"

// Vectors whose length is known only at run time cannot stand in an array, as the accumulators below do.
#ifndef HWY_DISABLED_TARGETS
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#endif
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "vector_kernel.cpp"
#include <hwy/foreach_target.h>  // before highway.h
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace moebench::apr::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using Lanes = hn::ScalableTag<float>;
using Vector = hn::Vec<Lanes>;

// A fused multiply-add takes 4 cycles and two loads, of which processors do two in a cycle: 4 sums are just enough that
// loading, not waiting, sets the pace. results/inference_kernels.md has the figures.
constexpr std::size_t k_sums = 4;
// Rows that share each load of coefficients: 3 x 4 sums, 1 vector of coefficients and 1 of columns fit the 16
// registers.
constexpr std::size_t k_block = 3;

template <std::size_t Rows>
struct Sums {
  Vector of[Rows][k_sums];
};

/// sums[r][slot] += coefficients * columns of row r, for one vector of columns.
template <std::size_t Rows>
HWY_INLINE void add_vector(Sums<Rows>& sums, std::size_t slot, const float* HWY_RESTRICT w, const float* HWY_RESTRICT x,
                           std::size_t n) {
  const Lanes lanes;
  const Vector coefficients = hn::LoadU(lanes, w);
#pragma GCC unroll 3
  for (std::size_t r = 0; r < Rows; ++r) {
    sums.of[r][slot] = hn::MulAdd(coefficients, hn::LoadU(lanes, x + r * n), sums.of[r][slot]);
  }
}

/// The last `left` columns, fewer than a vector holds, which end the n columns of each row: the vector that ends with
/// them, without those that were taken before.
template <std::size_t Rows>
HWY_INLINE void add_tail(Sums<Rows>& sums, const float* HWY_RESTRICT w, const float* HWY_RESTRICT x, std::size_t n,
                         std::size_t left) {
  const Lanes lanes;
  const std::size_t width = hn::Lanes(lanes);
  if (n >= width) {
    const auto taken = hn::FirstN(lanes, width - left);
    const Vector coefficients = hn::IfThenZeroElse(taken, hn::LoadU(lanes, w + n - width));
#pragma GCC unroll 3
    for (std::size_t r = 0; r < Rows; ++r) {
      const Vector columns = hn::IfThenZeroElse(taken, hn::LoadU(lanes, x + r * n + n - width));
      sums.of[r][k_sums - 1] = hn::MulAdd(coefficients, columns, sums.of[r][k_sums - 1]);
    }
    return;
  }
  HWY_ALIGN float padded[2][hn::MaxLanes(Lanes{})] = {};
  std::copy_n(w, n, padded[0]);
  for (std::size_t r = 0; r < Rows; ++r) {
    std::copy_n(x + r * n, n, padded[1]);
    sums.of[r][k_sums - 1] = hn::MulAdd(hn::Load(lanes, padded[0]), hn::Load(lanes, padded[1]), sums.of[r][k_sums - 1]);
  }
}

template <std::size_t Rows>
HWY_INLINE void logits_of(float intercept, const float* HWY_RESTRICT w, const float* HWY_RESTRICT x, std::size_t n,
                          float* HWY_RESTRICT z) {
  const Lanes lanes;
  const std::size_t width = hn::Lanes(lanes);
  Sums<Rows> sums;
#pragma GCC unroll 3
  for (std::size_t r = 0; r < Rows; ++r) {
#pragma GCC unroll 4
    for (std::size_t slot = 0; slot < k_sums; ++slot) {
      sums.of[r][slot] = hn::Zero(lanes);
    }
  }
  std::size_t j = 0;
  for (; j + k_sums * width <= n; j += k_sums * width) {
#pragma GCC unroll 4
    for (std::size_t slot = 0; slot < k_sums; ++slot) {
      add_vector(sums, slot, w + j + slot * width, x + j + slot * width, n);
    }
  }
#pragma GCC unroll 3
  for (std::size_t slot = 0; slot + 1 < k_sums; ++slot) {
    if (j + width <= n) {
      add_vector(sums, slot, w + j, x + j, n);
      j += width;
    }
  }
  if (j < n) {
    add_tail(sums, w, x, n, n - j);
  }
#pragma GCC unroll 3
  for (std::size_t r = 0; r < Rows; ++r) {
    const auto& of = sums.of[r];
    const Vector total = hn::Add(hn::Add(of[0], of[1]), hn::Add(of[2], of[3]));
    z[r] = intercept + hn::GetLane(hn::SumOfLanes(lanes, total));
  }
}

void logits(float intercept, const float* HWY_RESTRICT w, std::size_t n, const float* HWY_RESTRICT x, std::size_t rows,
            float* HWY_RESTRICT z) {
  std::size_t row = 0;
  for (; row + k_block <= rows; row += k_block) {
    logits_of<k_block>(intercept, w, x + row * n, n, z + row);
  }
  for (; row < rows; ++row) {
    logits_of<1>(intercept, w, x + row * n, n, z + row);
  }
}

float logit(float intercept, const float* HWY_RESTRICT w, std::size_t n, const float* HWY_RESTRICT x) {
  float z;
  logits_of<1>(intercept, w, x, n, &z);
  return z;
}

const char* target() {
  return hwy::TargetName(HWY_TARGET);
}

}  // namespace moebench::apr::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace moebench::apr {
namespace {

HWY_EXPORT(logits);
HWY_EXPORT(logit);
HWY_EXPORT(target);

}  // namespace

void vector_logits(float intercept, std::span<const float> coefficients, std::span<const float> inputs,
                   std::span<float> outputs) {
  assert(inputs.size() == coefficients.size() * outputs.size());
  HWY_DYNAMIC_DISPATCH(logits)
  (intercept, coefficients.data(), coefficients.size(), inputs.data(), outputs.size(), outputs.data());
}

float vector_logit(float intercept, std::span<const float> coefficients, std::span<const float> input) {
  assert(input.size() == coefficients.size());
  return HWY_DYNAMIC_DISPATCH(logit)(intercept, coefficients.data(), coefficients.size(), input.data());
}

std::string_view vector_target() {
  return HWY_DYNAMIC_DISPATCH(target)();
}

}  // namespace moebench::apr
#endif
