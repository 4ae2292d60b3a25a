// Random scores for the router's rows, made before the clock runs. Included by the benchmarks of this folder.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "limits/limits.hpp"
#include "moebench/core/rng.hpp"

namespace router_peers {

/// 1024 rows of uniform scores, fewer of more than 256 experts: no table leaves the caches.
class Scores {
 public:
  explicit Scores(std::size_t experts) : experts_{experts}, count_{rows_of(experts)}, values_{draw(experts, count_)} {}

  std::size_t rows() const { return count_; }
  std::span<const float> row(std::size_t index) const { return values_.values().subspan(index * experts_, experts_); }

 private:
  static std::size_t rows_of(std::size_t experts) {
    return std::min(std::size_t{1024}, (std::size_t{1} << 18U) / experts);
  }
  static std::vector<float> draw(std::size_t experts, std::size_t rows) {
    moebench::core::Rng rng{42, experts};
    std::vector<float> scores(experts * rows);
    std::ranges::generate(scores, [&] { return static_cast<float>(rng.uniform()); });
    return scores;
  }

  std::size_t experts_;
  std::size_t count_;
  limits::Placed values_;
};

}  // namespace router_peers
