// Gate scores for the routing scenarios, made before the clock starts. Included by router_scenario.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "moebench/core/rng.hpp"

namespace moebench::scenarios {

enum class ScoreKind : std::uint8_t {
  reference,  // the reference's one vector for every request
  uniform,    // independent uniform scores: every expert is best equally often
  zipf,       // expert e is best with probability proportional to 1 / (e + 1)
};

/// Score vectors, one after the other. At least one row and one column.
class ScoreTable {
 public:
  /// `reference` has one row: the reference's eight scores, repeated for more experts and cut for fewer.
  /// The others have 1024 rows drawn from `rng`, or fewer where there are more than 1024 experts.
  ScoreTable(ScoreKind kind, std::size_t experts, core::Rng rng);

  std::size_t rows() const { return scores_.size() / experts_; }
  std::span<const float> row(std::size_t index) const { return {scores_.data() + index * experts_, experts_}; }

 private:
  std::size_t experts_;
  std::vector<float> scores_;
};

}  // namespace moebench::scenarios
