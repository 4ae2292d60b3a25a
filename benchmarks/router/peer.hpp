// The router's peer: what a straightforward implementation does for a request. A list of experts and scores, made anew
// and sorted; counters side by side, with the strongest memory order. Included by the benchmarks of this folder.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace router_peers {

class PeerRouter {
 public:
  PeerRouter(std::size_t experts, std::size_t capacity) : depths_(experts), capacity_{capacity} {}

  /// The best expert, or when it is full the second-best.
  std::optional<std::size_t> route(std::span<const float> scores) const {
    if (scores.size() != depths_.size()) {
      return std::nullopt;
    }
    std::vector<std::pair<std::size_t, float>> order;
    order.reserve(scores.size());
    for (std::size_t expert = 0; expert < scores.size(); ++expert) {
      order.emplace_back(expert, scores[expert]);
    }
    std::ranges::sort(order, [](const auto& a, const auto& b) { return a.second > b.second; });
    if (depths_[order[0].first].load() < capacity_) {
      return order[0].first;
    }
    return order.size() > 1 ? std::optional{order[1].first} : std::nullopt;
  }

  void start(std::size_t expert) { depths_[expert].fetch_add(1); }
  void finish(std::size_t expert) { depths_[expert].fetch_sub(1); }

 private:
  std::vector<std::atomic<std::size_t>> depths_;
  std::size_t capacity_;
};

/// Adds rows "route/<experts>/<arm>", "route threads/<arm>", "growth/router/<experts>" and the limits.
void add_routing();

/// Adds rows "count/<who counts where>/<arm>" and "admit/<arm>", with one and two threads.
void add_counting();

}  // namespace router_peers
