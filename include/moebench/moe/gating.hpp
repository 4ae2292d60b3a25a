// Choosing experts from gate scores. Owns no state and knows nothing of queues. Included by the router.
#pragma once

#include <cstdint>
#include <span>

namespace moebench::moe {

using ExpertIndex = std::uint32_t;

/// The experts with the highest and the second-highest score. A plain value: an optional would pass through memory.
struct TopTwo {
  ExpertIndex first;
  ExpertIndex second;  // equals first when there is only one expert
  bool ordered;        // no score is NaN; otherwise the two mean nothing
};

/// The two best experts of `scores`, ties to the lower index. Infinities are ordinary scores.
/// Requires at least one score. One pass, no allocation.
inline TopTwo top_two(std::span<const float> scores) noexcept {
  TopTwo best{0, 0, scores[0] == scores[0]};
  if (scores.size() > 1) {
    best.ordered = best.ordered && scores[1] == scores[1];
    best.first = scores[1] > scores[0] ? 1 : 0;
    best.second = 1 - best.first;
  }
  float first = scores[best.first];
  float second = scores[best.second];
  for (std::size_t i = 2; i < scores.size(); ++i) {
    const float score = scores[i];
    best.ordered = best.ordered && score == score;
    if (score > second) {
      const auto index = static_cast<ExpertIndex>(i);
      if (score > first) {
        best.second = best.first;
        best.first = index;
        second = first;
        first = score;
      } else {
        best.second = index;
        second = score;
      }
    }
  }
  return best;
}

}  // namespace moebench::moe
