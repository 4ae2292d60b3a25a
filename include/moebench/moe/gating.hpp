// Choosing experts from gate scores. Owns no state and knows nothing of queues. Included by the router.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace moebench::moe {

using ExpertIndex = std::uint32_t;

/// The experts with the highest and the second-highest score.
struct TopTwo {
  ExpertIndex first;
  ExpertIndex second;  // equals first when there is only one expert
};

/// The two best experts of `scores`, ties to the lower index; empty when a score is NaN. Infinities are ordinary
/// scores. Requires at least one score. One pass, no allocation.
inline std::optional<TopTwo> top_two(std::span<const float> scores) noexcept {
  TopTwo best{0, 0};
  bool ordered = scores[0] == scores[0];
  if (scores.size() > 1) {
    ordered = ordered && scores[1] == scores[1];
    best = scores[1] > scores[0] ? TopTwo{1, 0} : TopTwo{0, 1};
  }
  float first = scores[best.first];
  float second = scores[best.second];
  for (std::size_t i = 2; i < scores.size(); ++i) {
    const float score = scores[i];
    ordered = ordered && score == score;
    if (score > second) {
      const auto index = static_cast<ExpertIndex>(i);
      if (score > first) {
        best = {index, best.first};
        second = first;
        first = score;
      } else {
        best.second = index;
        second = score;
      }
    }
  }
  return ordered ? std::optional{best} : std::nullopt;
}

}  // namespace moebench::moe
