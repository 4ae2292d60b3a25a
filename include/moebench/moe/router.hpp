// The router: from one request's gate scores to one expert, under a limit on every expert's queue.
// route() advises, as the reference does: the queue may fill between the advice and the start. admit() advises and
// takes the place in one atomic step. All members may be called from any number of threads at once; none allocates or
// blocks. Batches of tokens are not its business. Included by scenarios and by users of the library.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "moebench/core/error.hpp"
#include "moebench/moe/expert_queues.hpp"
#include "moebench/moe/gating.hpp"

namespace moebench::moe {

/// Which experts a request may go to.
enum class Policy : std::uint8_t {
  capacity_factor,  // the best expert, or the second-best when the best is full, which Fedus et al. (2022) have as the
                    // variant that leaves no token behind
  power_of_two,     // the shorter queue of the two best experts (Mitzenmacher, 2001)
  top_1,            // the best expert or none
};

/// What a router is made with.
struct RouterConfig {
  std::size_t experts = 8;                  // 1 .. k_most_experts
  std::uint32_t capacity = 100;             // places in each expert's queue
  Policy policy = Policy::capacity_factor;  // who gets a request
};

/// Why a request got no expert. As wide as an expert's index, so that either is returned in a register.
enum class RouteError : std::uint32_t {
  wrong_score_count,  // not one score for each expert
  score_not_a_number,
  no_capacity,  // no expert that the policy allows has room
};

/// In words, for people.
std::string_view describe(RouteError error);

/// A place in an expert's queue. Give it back with Router::release().
struct Admission {
  ExpertIndex expert;   // whose place it is
  std::uint32_t depth;  // of the queue with this request in it: 1 .. capacity
  bool fallback;        // it is not the expert with the best score
};

/// Routes requests to experts and counts what each has. Movable.
class Router {
 public:
  /// Fails (usage) on 0 experts, more than 65536 experts, or capacity 0.
  static core::Result<Router> create(const RouterConfig& config);

  /// The expert to use. Ties go to the lower index. With capacity_factor the second-best expert is named however full
  /// it is, as in the reference; power_of_two and top_1 never name a full expert.
  std::expected<ExpertIndex, RouteError> route(std::span<const float> scores) const noexcept;

  /// Like route(), and takes a place there; never the second-best when that is full too. Lock-free.
  std::expected<Admission, RouteError> admit(std::span<const float> scores) noexcept;

  /// Gives the place of admit() back.
  void release(const Admission& admission) noexcept { queues_.give_back(admission.expert); }

  /// Counts a request in without a limit, as the reference's record_start. Precondition: expert < experts().
  void start(ExpertIndex expert) noexcept { queues_.enter(expert); }

  /// Counts a started request out. Precondition: it was started.
  void finish(ExpertIndex expert) noexcept { queues_.leave(expert); }

  /// Requests that the expert has now, admitted or started. Precondition: expert < experts().
  std::uint32_t queue_depth(ExpertIndex expert) const noexcept { return queues_.depth(expert); }
  /// How many.
  std::size_t experts() const noexcept { return queues_.size(); }
  /// What it was made with.
  const RouterConfig& config() const noexcept { return config_; }

 private:
  explicit Router(const RouterConfig& config)
      : config_{config}, queues_{config.experts}, top_one_{top_one_for(config.experts)} {}

  bool has_room(ExpertIndex expert) const noexcept { return queues_.depth(expert) < config_.capacity; }
  TopTwo shorter_queue_first(TopTwo best) const noexcept;

  RouterConfig config_;
  ExpertQueues queues_;
  TopOneFunction top_one_;
};

inline TopTwo Router::shorter_queue_first(TopTwo best) const noexcept {
  if (queues_.depth(best.second) < queues_.depth(best.first)) {
    std::swap(best.first, best.second);
  }
  return best;
}

inline std::expected<ExpertIndex, RouteError> Router::route(std::span<const float> scores) const noexcept {
  if (scores.size() != experts()) {
    return std::unexpected(RouteError::wrong_score_count);
  }
  if (config_.policy != Policy::power_of_two) {
    const ExpertIndex best = top_one_(scores.data(), scores.size());
    if (best == k_no_expert) {
      return std::unexpected(RouteError::score_not_a_number);
    }
    if (has_room(best)) {
      return best;
    }
    if (config_.policy == Policy::top_1) {
      return std::unexpected(RouteError::no_capacity);
    }
  }
  const TopTwo best = top_two(scores);
  if (!best.ordered) {
    return std::unexpected(RouteError::score_not_a_number);
  }
  if (config_.policy == Policy::capacity_factor) {
    return best.second != best.first ? std::expected<ExpertIndex, RouteError>{best.second}
                                     : std::unexpected(RouteError::no_capacity);
  }
  const ExpertIndex shorter = shorter_queue_first(best).first;
  return has_room(shorter) ? std::expected<ExpertIndex, RouteError>{shorter} : std::unexpected(RouteError::no_capacity);
}

inline std::expected<Admission, RouteError> Router::admit(std::span<const float> scores) noexcept {
  if (scores.size() != experts()) {
    return std::unexpected(RouteError::wrong_score_count);
  }
  if (config_.policy != Policy::power_of_two) {
    const ExpertIndex best = top_one_(scores.data(), scores.size());
    if (best == k_no_expert) {
      return std::unexpected(RouteError::score_not_a_number);
    }
    if (const auto depth = queues_.try_enter(best, config_.capacity)) {
      return Admission{best, *depth, false};
    }
    if (config_.policy == Policy::top_1) {
      return std::unexpected(RouteError::no_capacity);
    }
  }
  const TopTwo best = top_two(scores);
  if (!best.ordered) {
    return std::unexpected(RouteError::score_not_a_number);
  }
  TopTwo order = best;
  if (config_.policy == Policy::power_of_two) {
    order = shorter_queue_first(best);
    if (const auto depth = queues_.try_enter(order.first, config_.capacity)) {
      return Admission{order.first, *depth, order.first != best.first};
    }
  }
  if (order.second != order.first) {
    if (const auto depth = queues_.try_enter(order.second, config_.capacity)) {
      return Admission{order.second, *depth, order.second != best.first};
    }
  }
  return std::unexpected(RouteError::no_capacity);
}

}  // namespace moebench::moe
