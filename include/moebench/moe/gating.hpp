// Choosing experts from gate scores. Owns no state and knows nothing of queues. Included by the router.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

namespace moebench::moe {

/// 0 .. experts - 1.
using ExpertIndex = std::uint32_t;

/// Far above any published model (DeepSeek-V3 has 256), and small enough that a slip of the keyboard does not fill the
/// memory.
inline constexpr std::size_t k_most_experts = 65'536;

/// The experts with the highest and the second-highest score. A plain value: an optional would pass through memory.
struct TopTwo {
  ExpertIndex first;   // the highest
  ExpertIndex second;  // equals first when there is only one expert
  bool ordered;        // no score is NaN; otherwise the two mean nothing
};

/// No expert: above every index.
inline constexpr ExpertIndex k_no_expert = 0xffffffffU;

/// The expert with the highest of `count` scores, ties to the lower index; k_no_expert where a score is NaN.
using TopOneFunction = ExpertIndex (*)(const float* scores, std::size_t count);

/// The fastest way on this processor for rows of `experts` scores. It takes rows of no other length.
TopOneFunction top_one_for(std::size_t experts);

/// A score and its expert as one number: a higher score is a higher number, and of equal scores the lower index is.
/// Requires a score that is not NaN.
inline std::int64_t ranked(float score, std::size_t index) noexcept {
  // Adding 0 makes -0 a 0, which it equals. As integers, floats of one sign are in order, and those below 0 in reverse.
  const auto bits = std::bit_cast<std::int32_t>(score + 0.0F);
  const std::int32_t in_order = bits ^ ((bits >> 31) & 0x7fffffff);
  return (std::int64_t{in_order} << 32) | (0xffffffffU - static_cast<std::uint32_t>(index));
}

/// The index of a rank.
inline ExpertIndex index_of(std::int64_t rank) noexcept {
  return 0xffffffffU - static_cast<ExpertIndex>(rank & 0xffffffff);
}

/// The two best experts of `scores`, ties to the lower index. Infinities are ordinary scores.
/// Requires at least one score. One pass, no allocation and no branch on a score: which expert is best cannot be
/// predicted.
inline TopTwo top_two(std::span<const float> scores) noexcept {
  std::int64_t first = std::numeric_limits<std::int64_t>::min();
  std::int64_t second = first;
  bool ordered = true;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const std::int64_t candidate = ranked(scores[i], i);
    ordered &= scores[i] == scores[i];
    second = std::max(second, std::min(first, candidate));
    first = std::max(first, candidate);
  }
  return {index_of(first), scores.size() > 1 ? index_of(second) : index_of(first), ordered};
}

}  // namespace moebench::moe
