// The gate's vector kernel. This file is compiled once for each instruction set: foreach_target.h includes it again
// with another HWY_TARGET.
//
// The best k of n scores are found in two steps. The scores are dealt to at least k groups; the least of the groups'
// maxima is a threshold that at least k scores reach, and of scores in random order some k (1 + 1/2 + .. + 1/k) do.
// Those are moved together, and each one's rank is the number of those before it: a comparison of every candidate with
// a vector of them at a time.
#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "gate_rows.hpp"

// Vectors whose length is known only at run time cannot stand in an array, as the groups' maxima do.
#ifndef HWY_DISABLED_TARGETS
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#endif
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "vector_gate.cpp"
#include <hwy/foreach_target.h>  // before highway.h
#include <hwy/highway.h>

#include "vector_exp-inl.h"
#include "vector_row-inl.h"

HWY_BEFORE_NAMESPACE();
namespace moebench::moe::HWY_NAMESPACE {

// Rank counting costs their square. Beyond, where a great many scores are equal, they are taken one by one.
constexpr std::size_t k_most_candidates = 128;

// Probabilities are added in single precision over so many blocks of rows before they go to the double sums.
constexpr std::size_t k_blocks_between_sums = 8;

/// In every lane a score that at least `top_k` scores reach: the least maximum of as few groups as will do.
HWY_INLINE Vector threshold_for(const Maxima& maxima, std::size_t top_k) {
  const Lanes lanes;
  if (top_k > k_maxima * k_width) {
    return hn::Set(lanes, k_lowest);
  }
  if (top_k > 2 * k_width) {
    return hn::MinOfLanes(lanes, hn::Min(hn::Min(maxima.of[0], maxima.of[1]), hn::Min(maxima.of[2], maxima.of[3])));
  }
  const Vector even = hn::Max(maxima.of[0], maxima.of[2]);
  const Vector odd = hn::Max(maxima.of[1], maxima.of[3]);
  if (top_k > k_width) {
    return hn::MinOfLanes(lanes, hn::Min(even, odd));
  }
  Vector groups = hn::Max(even, odd);
  if (top_k <= k_width / 2) {
    groups = hn::Max(groups, hn::Reverse(lanes, groups));  // half as many groups, each of them twice
  }
#if HWY_TARGET != HWY_SCALAR
  if (top_k <= k_width / 4) {
    groups = hn::Max(groups, hn::Shuffle2301(groups));
  }
#endif
  if (top_k == 1) {
    return hn::MaxOfLanes(lanes, groups);
  }
  return hn::MinOfLanes(lanes, groups);
}

/// Moves the scores of at least `threshold` together, in the order of their experts. Returns how many there are. (Not
/// by Highway's CompressStore: GCC 12 copies its table of 1 KiB to the stack for every vector.)
HWY_INLINE std::size_t gather_candidates(const GateRows& gate, const float* HWY_RESTRICT scores, const Row& row,
                                         Vector threshold) {
  const Lanes lanes;
  std::size_t count = 0;
  for (std::size_t v = 0; v < row.vectors(); v += k_vectors_of_a_word) {
    for (std::uint64_t bits = reaching(row, v, threshold); bits != 0; bits &= bits - 1) {
      const std::size_t expert = v * k_width + static_cast<std::size_t>(std::countr_zero(bits));
      gate.candidate_of[count] = static_cast<ExpertIndex>(expert);
      gate.candidates[count] = scores[expert];
      ++count;
    }
  }
  hn::StoreU(hn::Set(lanes, k_lowest), lanes, gate.candidates + count);
  return count;
}

/// best[r] = the expert of the candidate that `r` others come before. `expert_of_candidate` null: candidate i is expert
/// i.
HWY_INLINE void rank(const Row& candidates, const float* HWY_RESTRICT scores, std::size_t count,
                     const ExpertIndex* HWY_RESTRICT expert_of_candidate, std::size_t top_k,
                     ExpertIndex* HWY_RESTRICT best) {
  const Lanes lanes;
  const Integers integers;
  ExpertIndex ordered[k_most_top_k + 1];
  HWY_ALIGN std::int32_t before[k_width];
  for (std::size_t v = 0; v < candidates.vectors(); ++v) {
    const Vector mine = candidates[v];
    const std::size_t first = v * k_width;
    const std::size_t behind = std::min(first + k_width, count);
    auto ranks = hn::Zero(integers);
    const auto count_where = [&](auto mask) HWY_ATTR {
      ranks = hn::Sub(ranks, hn::BitCast(integers, hn::VecFromMask(lanes, mask)));
    };
    std::size_t j = 0;
    for (; j < first; ++j) {
      count_where(hn::Ge(hn::Set(lanes, scores[j]), mine));
    }
    for (; j < behind; ++j) {
      // Of equal scores the earlier comes first, so this one stands before those in the lanes behind its own.
      const Vector other = hn::Set(lanes, scores[j]);
      const auto up_to_it = hn::FirstN(lanes, j - first + 1);
      count_where(hn::Or(hn::Gt(other, mine), hn::AndNot(up_to_it, hn::Eq(other, mine))));
    }
    for (; j < count; ++j) {
      count_where(hn::Gt(hn::Set(lanes, scores[j]), mine));
    }
    hn::Store(ranks, integers, before);
    for (std::size_t i = first; i < behind; ++i) {
      const auto place = std::min(static_cast<std::size_t>(before[i - first]), top_k);
      ordered[place] = expert_of_candidate != nullptr ? expert_of_candidate[i] : static_cast<ExpertIndex>(i);
    }
  }
  std::copy_n(ordered, top_k, best);
}

/// The best experts of a row. `threshold` is threshold_for(the row's maxima).
HWY_INLINE void choose_best(const GateRows& gate, const float* HWY_RESTRICT scores, Vector threshold,
                            ExpertIndex* HWY_RESTRICT best) {
  const Row row{scores, gate.experts};
  if (gate.top_k == 1) {
    *best = first_at(row, threshold);
    return;
  }
  if (gate.experts <= 2 * k_width) {
    if (gate.top_k == 2) {
      const TopTwo two = top_two({scores, gate.experts});
      best[0] = two.first;
      best[1] = two.second;
    } else {
      rank(row, scores, gate.experts, nullptr, gate.top_k, best);
    }
    return;
  }
  const std::size_t count = gather_candidates(gate, scores, row, threshold);
  if (count > k_most_candidates) {
    best_experts(scores, gate.experts, gate.top_k, best);
    return;
  }
  const std::size_t filled_up = (count + k_width - 1) / k_width * k_width;
  rank(Row{gate.candidates, filled_up}, gate.candidates, count, gate.candidate_of, gate.top_k, best);
}

/// out = e^(logit - most). Returns 1 / their sum.
HWY_INLINE Vector exponentials(const Row& row, Vector most, float* HWY_RESTRICT out) {
  const Lanes lanes;
  Vector even = hn::Zero(lanes);
  Vector odd = hn::Zero(lanes);
  const auto take = [&](Vector& sum, std::size_t v, Vector x) HWY_ATTR {
    const Vector e = exp_of(hn::Sub(x, most));
    hn::Store(e, lanes, out + v * k_width);
    sum = hn::Add(sum, e);
  };
  std::size_t v = 0;
  for (; v + 2 <= row.whole(); v += 2) {
    take(even, v, row.whole(v));
    take(odd, v + 1, row.whole(v + 1));
  }
  if (v < row.whole()) {
    take(even, v, row.whole(v));
  }
  if (row.has_tail()) {
    // What fills up the vector counts nothing, not even where all logits are as low.
    const Vector e = hn::IfThenElseZero(row.tail_mask(), exp_of(hn::Sub(row.tail(), most)));
    hn::Store(e, lanes, out + row.whole() * k_width);
    odd = hn::Add(odd, e);
  }
  return hn::Div(hn::Set(lanes, 1.0F), hn::SumOfLanes(lanes, hn::Add(even, odd)));
}

/// The rows that go through the gate together, step by step, so that one row's work fills the waiting of another.
struct Block {
  std::size_t rows;
  HWY_ALIGN float most[k_rows_of_a_block][k_width];       // in every lane the row's largest logit
  HWY_ALIGN float threshold[k_rows_of_a_block][k_width];  // in every lane threshold_for() of the row
  HWY_ALIGN float factor[k_rows_of_a_block][k_width];     // in every lane 1 / the sum of the row's exponentials
};

/// Fills in `most` and `threshold`. False where a logit is infinite or NaN.
HWY_INLINE bool find_maxima(const GateRows& gate, const float* HWY_RESTRICT logits, Block& block) {
  const Lanes lanes;
  bool finite = true;
  for (std::size_t r = 0; r < block.rows; ++r) {
    const Maxima maxima = maxima_of(Row{logits + r * gate.experts, gate.experts});
    finite &= maxima.finite;
    hn::Store(largest(maxima), lanes, block.most[r]);
    hn::Store(threshold_for(maxima, gate.top_k), lanes, block.threshold[r]);
  }
  return finite;
}

/// Fills in `factor` and the gate's exponentials.
HWY_INLINE void find_exponentials(const GateRows& gate, const float* HWY_RESTRICT logits, Block& block) {
  const Lanes lanes;
  for (std::size_t r = 0; r < block.rows; ++r) {
    const Row row{logits + r * gate.experts, gate.experts};
    hn::Store(exponentials(row, hn::Load(lanes, block.most[r]), gate.probabilities + r * gate.stride), lanes,
              block.factor[r]);
  }
}

/// Adds the block's probabilities to the sums of a few blocks.
HWY_INLINE void add_probabilities(const GateRows& gate, const Block& block) {
  const Lanes lanes;
  for (std::size_t at = 0; at < gate.experts; at += k_width) {
    Vector sum = hn::Load(lanes, gate.block_sums + at);
    for (std::size_t r = 0; r < block.rows; ++r) {
      sum =
          hn::MulAdd(hn::Load(lanes, gate.probabilities + r * gate.stride + at), hn::Load(lanes, block.factor[r]), sum);
    }
    hn::Store(sum, lanes, gate.block_sums + at);
  }
}

HWY_INLINE void choose_by_bias(const GateRows& gate, const float* HWY_RESTRICT exponential, Vector factor,
                               ExpertIndex* HWY_RESTRICT best) {
  const Lanes lanes;
  for (std::size_t at = 0; at < gate.experts; at += k_width) {
    const Vector p = hn::Mul(hn::Load(lanes, exponential + at), factor);
    hn::Store(hn::Add(p, hn::Load(lanes, gate.bias + at)), lanes, gate.scores + at);
  }
  choose_best(gate, gate.scores, threshold_for(maxima_of(Row{gate.scores, gate.experts}), gate.top_k), best);
}

/// Moves the sums of a few blocks to those of all.
void move_sums(const GateRows& gate) {
  for (std::size_t e = 0; e < gate.experts; ++e) {
    gate.probability_sums[e] += static_cast<double>(gate.block_sums[e]);
    gate.block_sums[e] = 0;
  }
}

/// The rows done: fewer than the block has where one holds a NaN.
HWY_INLINE std::size_t choose_block(const GateRows& gate, const float* HWY_RESTRICT logits, Block& block,
                                    GateChoice choice) {
  const Lanes lanes;
  if (HWY_UNLIKELY(!find_maxima(gate, logits, block))) {
    return choose_scalar(gate, logits, block.rows, choice);
  }
  find_exponentials(gate, logits, block);
  add_probabilities(gate, block);
  for (std::size_t r = 0; r < block.rows; ++r) {
    const GateChoice here{choice.experts + r * gate.top_k, choice.weights + r * gate.top_k};
    const float* exponential = gate.probabilities + r * gate.stride;
    if (gate.bias == nullptr) {
      choose_best(gate, logits + r * gate.experts, hn::Load(lanes, block.threshold[r]), here.experts);
    } else {
      choose_by_bias(gate, exponential, hn::Load(lanes, block.factor[r]), here.experts);
    }
    weigh(gate, exponential, block.factor[r][0], here);
  }
  return block.rows;
}

std::size_t choose(const GateRows& gate, const float* logits, std::size_t rows, GateChoice choice) {
  Block block;
  std::size_t done = 0;
  for (std::size_t blocks = 1; done < rows; ++blocks) {
    block.rows = std::min(gate.rows_of_a_block, rows - done);
    const std::size_t chosen = choose_block(gate, logits + done * gate.experts, block,
                                            {choice.experts + done * gate.top_k, choice.weights + done * gate.top_k});
    done += chosen;
    if (chosen < block.rows) {
      break;
    }
    if (blocks % k_blocks_between_sums == 0) {
      move_sums(gate);
    }
  }
  move_sums(gate);
  return done;
}

bool softmax(const GateRows& gate, const float* logits) {
  const Lanes lanes;
  const Row row{logits, gate.experts};
  const Maxima maxima = maxima_of(row);
  if (!maxima.finite) {
    return softmax_scalar(gate, logits);
  }
  const Vector factor = exponentials(row, largest(maxima), gate.probabilities);
  for (std::size_t at = 0; at < gate.experts; at += k_width) {
    hn::Store(hn::Mul(hn::Load(lanes, gate.probabilities + at), factor), lanes, gate.probabilities + at);
  }
  return true;
}

const char* target() {
  return hwy::TargetName(HWY_TARGET);
}

}  // namespace moebench::moe::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace moebench::moe {
namespace {

HWY_EXPORT(choose);
HWY_EXPORT(softmax);
HWY_EXPORT(target);

}  // namespace

std::size_t choose_vector(const GateRows& gate, const float* logits, std::size_t rows, GateChoice choice) {
  return HWY_DYNAMIC_DISPATCH(choose)(gate, logits, rows, choice);
}

bool softmax_vector(const GateRows& gate, const float* logits) {
  return HWY_DYNAMIC_DISPATCH(softmax)(gate, logits);
}

std::string_view gate_vector_target() {
  return HWY_DYNAMIC_DISPATCH(target)();
}

}  // namespace moebench::moe
#endif
