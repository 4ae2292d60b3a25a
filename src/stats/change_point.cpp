#include "moebench/stats/change_point.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "moebench/stats/moments.hpp"

namespace moebench::stats {
namespace {

/// Costs add up over all segments while decisions are about their differences.
using Cost = long double;

/// A place where the last segment may start, with that segment's mean and sum of squares so far (Welford, 1962).
struct Start {
  std::size_t at;
  Cost before;  // the least cost up to here, the penalty for the change included
  double count = 0;
  double mean = 0;
  double squares = 0;
  std::size_t best_until = 0;  // the last length at which it was the best for some level of the last segment

  void add(double x) {
    ++count;
    const double deviation = x - mean;
    mean += deviation / count;
    squares += deviation * (x - mean);
  }
};

/// The starts that may still matter, each in a slot that it keeps.
class Starts {
 public:
  std::size_t put(const Start& start) {
    if (free_.empty()) {
      slots_.push_back(start);
      return slots_.size() - 1;
    }
    const std::size_t slot = free_.back();
    free_.pop_back();
    slots_[slot] = start;
    return slot;
  }

  template <class Use>
  void for_each(Use use) {
    for (Start& start : slots_) {
      if (start.at != k_free) {
        use(start);
      }
    }
  }

  template <class Predicate>
  void drop_if(Predicate is_useless) {
    for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
      if (slots_[slot].at != k_free && is_useless(slots_[slot])) {
        slots_[slot].at = k_free;
        free_.push_back(slot);
      }
    }
  }

  Start& operator[](std::size_t slot) { return slots_[slot]; }

 private:
  static constexpr std::size_t k_free = std::numeric_limits<std::size_t>::max();

  std::vector<Start> slots_;
  std::vector<std::size_t> free_;
};

/// Levels at which the start in a slot is the best of all so far for a last segment with that level.
struct LevelRange {
  double low;
  double high;
  std::size_t slot;
};

/// Which start is the best at which level of the last segment, whatever samples follow: two starts differ by what lies
/// between them, which is settled once the later one is there.
class Envelope {
 public:
  Envelope(double low, double high, std::size_t slot) : levels_{{.low = low, .high = high, .slot = slot}} {}

  /// Lets the start in `later` compete with the others, which reach up to it, and notes who is the best somewhere.
  void enter(Starts& starts, std::size_t later) {
    next_.clear();
    for (const LevelRange& levels : levels_) {
      const Start& earlier = starts[levels.slot];
      // The earlier one costs squares + count (level - mean)^2 for what lies between.
      const Cost advantage = starts[later].before - earlier.before - earlier.squares;
      const double reach = advantage >= 0 ? std::sqrt(static_cast<double>(advantage) / earlier.count) : -1;
      const double low = std::max(levels.low, earlier.mean - reach);
      const double high = std::min(levels.high, earlier.mean + reach);
      if (reach < 0 || low > high) {
        append({.low = levels.low, .high = levels.high, .slot = later});
        continue;
      }
      if (levels.low < low) {
        append({.low = levels.low, .high = low, .slot = later});
      }
      append({.low = low, .high = high, .slot = levels.slot});
      if (high < levels.high) {
        append({.low = high, .high = levels.high, .slot = later});
      }
    }
    levels_.swap(next_);
    for (const LevelRange& levels : levels_) {
      starts[levels.slot].best_until = starts[later].at;
    }
  }

 private:
  void append(const LevelRange& levels) {
    if (!next_.empty() && next_.back().slot == levels.slot) {
      next_.back().high = levels.high;
    } else {
      next_.push_back(levels);
    }
  }

  std::vector<LevelRange> levels_;
  std::vector<LevelRange> next_;
};

/// Where the last segment of the best segmentation of the first t samples starts, for each t.
std::vector<std::size_t> last_starts(std::span<const double> series, double penalty, std::size_t min_segment) {
  const auto [low, high] = std::ranges::minmax(series);
  Starts starts;
  Envelope envelope{low, high, starts.put({.at = 0, .before = 0})};
  std::vector<std::size_t> best_start(series.size() + 1, 0);
  for (std::size_t end = 1; end <= series.size(); ++end) {
    Cost least = std::numeric_limits<Cost>::infinity();
    starts.for_each([&](Start& start) {
      start.add(series[end - 1]);
      const Cost cost = start.before + start.squares;
      const bool is_better = cost < least || (cost == least && start.at < best_start[end]);
      if (end - start.at >= min_segment && is_better) {
        least = cost;
        best_start[end] = start.at;
      }
    });
    if (end < min_segment || series.size() - end < min_segment) {
      continue;  // no segment can start here
    }
    envelope.enter(starts, starts.put({.at = end, .before = least + penalty}));
    // What was beaten at length e is beaten by a start that segments may use from e + min_segment on. One that entered
    // as the best nowhere is beaten by starts that they may use already.
    starts.drop_if([&](const Start& start) {
      return start.best_until < start.at || (start.best_until < end && start.best_until + 1 + min_segment <= end + 1);
    });
  }
  return best_start;
}

/// Deviations from the mean over a power of two above them, so that no square overflows or vanishes.
struct Scaled {
  std::vector<double> values;
  double penalty;

  Scaled(std::span<const double> series, double given_penalty) : values(series.begin(), series.end()) {
    const auto [low, high] = std::ranges::minmax(series);
    int exponent = 0;
    std::frexp(high / 2 - low / 2, &exponent);
    ++exponent;
    const double mean = std::ldexp(moments(series).mean, -exponent);
    for (double& x : values) {
      x = std::ldexp(x, -exponent) - mean;
    }
    penalty = std::ldexp(given_penalty, -2 * exponent);
  }
};

}  // namespace

core::ChangePoints find_change_points(std::span<const double> in_time_order, double penalty, std::size_t min_segment) {
  assert(!in_time_order.empty() && penalty >= 0 && min_segment >= 1);
  core::ChangePoints found;
  const Scaled scaled{in_time_order, penalty};
  if (in_time_order.size() >= 2 * min_segment && std::isfinite(scaled.penalty)) {
    const std::vector<std::size_t> starts = last_starts(scaled.values, scaled.penalty, min_segment);
    for (std::size_t start = starts.back(); start != 0; start = starts[start]) {
      found.indices.push_back(start);
    }
    std::ranges::reverse(found.indices);
  }
  std::size_t from = 0;
  for (std::size_t segment = 0; segment <= found.indices.size(); ++segment) {
    const std::size_t to = segment < found.indices.size() ? found.indices[segment] : in_time_order.size();
    found.segment_means.push_back(moments(in_time_order.subspan(from, to - from)).mean);
    from = to;
  }
  return found;
}

}  // namespace moebench::stats
