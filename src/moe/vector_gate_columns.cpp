// The gate's vector kernel for few experts: a lane for each token. As many tokens as a vector has lanes are transposed,
// so that no step goes across lanes, and the best experts are kept in order by insertion. Compiled once for each
// instruction set.
#include <cstddef>
#include <cstdint>
#include <limits>

#include "gate_rows.hpp"

#ifndef HWY_DISABLED_TARGETS
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#endif
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "vector_gate_columns.cpp"
#include <hwy/foreach_target.h>  // before highway.h
#include <hwy/highway.h>

#include "vector_exp-inl.h"

HWY_BEFORE_NAMESPACE();
namespace moebench::moe::HWY_NAMESPACE {
namespace columns {

using Indices = hn::RebindToUnsigned<Lanes>;
using IndexVector = hn::Vec<Indices>;

constexpr std::size_t k_width = hn::MaxLanes(Lanes{});
static_assert(k_width <= k_most_lanes);

// Probabilities are added in single precision over so many groups of tokens before they go to the double sums.
constexpr std::size_t k_groups_between_sums = 16;

/// columns[e * k_width + t] = logits[t * experts + e] for k_width tokens.
HWY_INLINE void transpose(const float* HWY_RESTRICT logits, std::size_t experts, float* HWY_RESTRICT columns) {
  std::size_t e = 0;
#if HWY_TARGET != HWY_SCALAR
  const hn::FixedTag<float, 4> four;
  for (; e + 4 <= experts; e += 4) {
    for (std::size_t t = 0; t < k_width; t += 4) {
      const float* HWY_RESTRICT at = logits + t * experts + e;
      const auto a = hn::LoadU(four, at);
      const auto b = hn::LoadU(four, at + experts);
      const auto c = hn::LoadU(four, at + 2 * experts);
      const auto d = hn::LoadU(four, at + 3 * experts);
      const auto ab_low = hn::InterleaveLower(four, a, b);
      const auto cd_low = hn::InterleaveLower(four, c, d);
      const auto ab_high = hn::InterleaveUpper(four, a, b);
      const auto cd_high = hn::InterleaveUpper(four, c, d);
      float* HWY_RESTRICT to = columns + e * k_width + t;
      hn::Store(hn::ConcatLowerLower(four, cd_low, ab_low), four, to);
      hn::Store(hn::ConcatUpperUpper(four, cd_low, ab_low), four, to + k_width);
      hn::Store(hn::ConcatLowerLower(four, cd_high, ab_high), four, to + 2 * k_width);
      hn::Store(hn::ConcatUpperUpper(four, cd_high, ab_high), four, to + 3 * k_width);
    }
  }
#endif
  for (; e < experts; ++e) {
    for (std::size_t t = 0; t < k_width; ++t) {
      columns[e * k_width + t] = logits[t * experts + e];
    }
  }
}

/// The K best experts of each lane's token, best first.
template <std::size_t K>
struct Best {
  Vector score[K];
  IndexVector expert[K];
  bool finite;  // no infinity, no NaN, and a finite sum of each token's scores
};

template <std::size_t K>
HWY_INLINE Best<K> best_of(const float* HWY_RESTRICT columns, std::size_t experts) {
  const Lanes lanes;
  const Indices indices;
  Best<K> best;
  for (std::size_t level = 0; level < K; ++level) {
    best.score[level] = hn::Set(lanes, -std::numeric_limits<float>::infinity());
    best.expert[level] = hn::Zero(indices);
  }
  Vector sum = hn::Zero(lanes);
  for (std::size_t e = 0; e < experts; ++e) {
    Vector score = hn::Load(lanes, columns + e * k_width);
    IndexVector expert = hn::Set(indices, static_cast<std::uint32_t>(e));
    sum = hn::Add(sum, score);
    auto goes_here = hn::FirstN(lanes, 0);
#pragma GCC unroll 8
    for (std::size_t level = 0; level < K; ++level) {
      // Of equal scores the earlier expert stays ahead; those behind the new one's place all move by one.
      goes_here = hn::Or(goes_here, hn::Gt(score, best.score[level]));
      const auto ahead = hn::RebindMask(indices, goes_here);
      const Vector behind = hn::Min(score, best.score[level]);
      best.score[level] = hn::Max(score, best.score[level]);
      score = behind;
      const IndexVector moved = hn::IfThenElse(ahead, best.expert[level], expert);
      best.expert[level] = hn::IfThenElse(ahead, expert, best.expert[level]);
      expert = moved;
    }
  }
  best.finite = hn::AllTrue(lanes, hn::Eq(hn::Sub(sum, sum), hn::Zero(lanes)));
  return best;
}

/// columns = e^(logit - most). Returns 1 / each lane's sum.
HWY_INLINE Vector exponentials(float* HWY_RESTRICT columns, std::size_t experts, Vector most) {
  const Lanes lanes;
  Vector even = hn::Zero(lanes);
  Vector odd = hn::Zero(lanes);
  const auto take = [&](Vector& sum, std::size_t e) HWY_ATTR {
    float* HWY_RESTRICT at = columns + e * k_width;
    const Vector exponential = exp_of(hn::Sub(hn::Load(lanes, at), most));
    hn::Store(exponential, lanes, at);
    sum = hn::Add(sum, exponential);
  };
  std::size_t e = 0;
  for (; e + 2 <= experts; e += 2) {
    take(even, e);
    take(odd, e + 1);
  }
  if (e < experts) {
    take(even, e);
  }
  return hn::Div(hn::Set(lanes, 1.0F), hn::Add(even, odd));
}

HWY_INLINE void add_probabilities(const GateRows& gate, Vector factor) {
  const Lanes lanes;
  for (std::size_t at = 0; at < gate.experts * k_width; at += k_width) {
    hn::Store(hn::MulAdd(hn::Load(lanes, gate.columns + at), factor, hn::Load(lanes, gate.column_sums + at)), lanes,
              gate.column_sums + at);
  }
}

void move_sums(const GateRows& gate) {
  const Lanes lanes;
  for (std::size_t e = 0; e < gate.experts; ++e) {
    float* at = gate.column_sums + e * k_width;
    gate.probability_sums[e] += static_cast<double>(hn::GetLane(hn::SumOfLanes(lanes, hn::Load(lanes, at))));
    hn::Store(hn::Zero(lanes), lanes, at);
  }
}

/// Writes the experts and weights of the lanes' tokens, token by token. `factor` is 1 / the sum of exponentials.
template <std::size_t K>
HWY_INLINE void write(const GateRows& gate, const Best<K>& best, Vector factor, GateChoice choice) {
  const Lanes lanes;
  const Indices indices;
  Vector weight[K];
  Vector sum = hn::Zero(lanes);
#pragma GCC unroll 8
  for (std::size_t level = 0; level < K; ++level) {
    weight[level] = exp_of(hn::Sub(best.score[level], best.score[0]));
    sum = level < gate.top_k ? hn::Add(sum, weight[level]) : sum;
  }
  const Vector scale = gate.renormalise ? hn::Div(hn::Set(lanes, 1.0F), sum) : factor;
  if constexpr (K == 1) {
    hn::StoreU(best.expert[0], indices, choice.experts);
    hn::StoreU(hn::Mul(weight[0], scale), lanes, choice.weights);
    return;
  }
  HWY_ALIGN ExpertIndex experts[K][k_width];
  HWY_ALIGN float weights[K][k_width];
#pragma GCC unroll 8
  for (std::size_t level = 0; level < K; ++level) {
    hn::Store(best.expert[level], indices, experts[level]);
    hn::Store(hn::Mul(weight[level], scale), lanes, weights[level]);
  }
  for (std::size_t t = 0; t < k_width; ++t) {
    for (std::size_t level = 0; level < gate.top_k; ++level) {
      choice.experts[t * gate.top_k + level] = experts[level][t];
      choice.weights[t * gate.top_k + level] = weights[level][t];
    }
  }
}

template <std::size_t K>
HWY_INLINE std::size_t choose_group(const GateRows& gate, const float* HWY_RESTRICT logits, GateChoice choice) {
  transpose(logits, gate.experts, gate.columns);
  const Best<K> best = best_of<K>(gate.columns, gate.experts);
  if (HWY_UNLIKELY(!best.finite)) {
    return choose_scalar(gate, logits, k_width, choice);
  }
  const Vector factor = exponentials(gate.columns, gate.experts, best.score[0]);
  add_probabilities(gate, factor);
  write(gate, best, factor, choice);
  return k_width;
}

/// Whole groups of tokens; `rows` is the limit. The rows done: not a multiple of the lanes where one holds a NaN.
template <std::size_t K>
HWY_INLINE std::size_t choose_groups(const GateRows& gate, const float* logits, std::size_t rows, GateChoice choice) {
  std::size_t done = 0;
  for (std::size_t group = 1; done + k_width <= rows; ++group) {
    const std::size_t chosen = choose_group<K>(
        gate, logits + done * gate.experts, {choice.experts + done * gate.top_k, choice.weights + done * gate.top_k});
    done += chosen;
    if (chosen < k_width) {
      break;
    }
    if (group % k_groups_between_sums == 0) {
      move_sums(gate);
    }
  }
  move_sums(gate);
  return done;
}

}  // namespace columns

std::size_t choose_by_columns(const GateRows& gate, const float* logits, std::size_t rows, GateChoice choice) {
  using columns::choose_groups;
  if (gate.top_k == 1) {
    return choose_groups<1>(gate, logits, rows, choice);
  }
  if (gate.top_k == 2) {
    return choose_groups<2>(gate, logits, rows, choice);
  }
  if (gate.top_k <= 4) {
    return choose_groups<4>(gate, logits, rows, choice);
  }
  return choose_groups<k_most_column_top_k>(gate, logits, rows, choice);
}

}  // namespace moebench::moe::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace moebench::moe {
namespace {

HWY_EXPORT(choose_by_columns);

}  // namespace

std::size_t choose_columns(const GateRows& gate, const float* logits, std::size_t rows, GateChoice choice) {
  return HWY_DYNAMIC_DISPATCH(choose_by_columns)(gate, logits, rows, choice);
}

}  // namespace moebench::moe
#endif
