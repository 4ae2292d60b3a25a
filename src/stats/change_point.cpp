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

constexpr std::size_t k_never = std::numeric_limits<std::size_t>::max();

/// A place where the last segment may start, with that segment's mean and sum of squares so far (Welford, 1962).
struct Start {
  std::size_t at;
  Cost before;  // the least cost up to here, the penalty for the change included
  double count = 0;
  double mean = 0;
  double squares = 0;
  std::size_t beaten_from = k_never;  // from this length on another start is better or as good, whatever follows

  void add(double x) {
    ++count;
    const double deviation = x - mean;
    mean += deviation / count;
    squares += deviation * (x - mean);
  }
};

/// Levels at which the start `owner` is the best of all starts so far for a last segment with that level.
struct Levels {
  double low;
  double high;
  std::size_t owner;  // Start::at
};

/// Which start is the best at which level of the last segment, whatever samples follow: two starts differ by what lies
/// between them, which is settled once the later one is there.
class Envelope {
 public:
  Envelope(double low, double high) : levels_{{.low = low, .high = high, .owner = 0}} {}

  /// Lets the start at `later` compete; `settled` holds the others, in order.
  void enter(const std::vector<Start>& settled, std::size_t later, Cost cost_before_later) {
    std::vector<Levels> next;
    for (const Levels& levels : levels_) {
      const Start& earlier = *std::ranges::lower_bound(settled, levels.owner, {}, &Start::at);
      // The earlier one costs squares + count (level - mean)^2 for what lies between.
      const Cost advantage = cost_before_later - earlier.before - earlier.squares;
      if (!(advantage >= 0)) {
        append(next, {.low = levels.low, .high = levels.high, .owner = later});
        continue;
      }
      const double reach = std::sqrt(static_cast<double>(advantage) / earlier.count);
      const double low = std::max(levels.low, earlier.mean - reach);
      const double high = std::min(levels.high, earlier.mean + reach);
      if (low > high) {
        append(next, {.low = levels.low, .high = levels.high, .owner = later});
        continue;
      }
      if (levels.low < low) {
        append(next, {.low = levels.low, .high = low, .owner = later});
      }
      append(next, {.low = low, .high = high, .owner = levels.owner});
      if (high < levels.high) {
        append(next, {.low = high, .high = levels.high, .owner = later});
      }
    }
    levels_ = std::move(next);
  }

  /// The starts that are the best somewhere, ascending.
  std::vector<std::size_t> owners() const {
    std::vector<std::size_t> found;
    for (const Levels& levels : levels_) {
      found.push_back(levels.owner);
    }
    std::ranges::sort(found);
    found.erase(std::ranges::unique(found).begin(), found.end());
    return found;
  }

 private:
  static void append(std::vector<Levels>& all, const Levels& levels) {
    if (!all.empty() && all.back().owner == levels.owner) {
      all.back().high = levels.high;
    } else {
      all.push_back(levels);
    }
  }

  std::vector<Levels> levels_;
};

/// Where the last segment of the best segmentation of the first t samples starts, for each t.
std::vector<std::size_t> last_starts(std::span<const double> series, double penalty, std::size_t min_segment) {
  const auto [low, high] = std::ranges::minmax(series);
  Envelope envelope{low, high};
  std::vector<Start> starts{{.at = 0, .before = 0}};
  std::vector<std::size_t> best_start(series.size() + 1, 0);
  for (std::size_t end = 1; end <= series.size(); ++end) {
    Cost least = std::numeric_limits<Cost>::infinity();
    for (Start& start : starts) {
      start.add(series[end - 1]);
      const Cost cost = start.before + start.squares;
      if (end - start.at >= min_segment && cost < least) {
        least = cost;
        best_start[end] = start.at;
      }
    }
    if (end < min_segment || series.size() - end < min_segment) {
      continue;  // no segment can start here
    }
    const Cost before = least + penalty;
    envelope.enter(starts, end, before);
    const std::vector<std::size_t> owners = envelope.owners();
    for (Start& start : starts) {
      if (start.beaten_from == k_never && !std::ranges::binary_search(owners, start.at)) {
        start.beaten_from = end + min_segment;
      }
    }
    std::erase_if(starts, [&](const Start& start) { return start.beaten_from <= end + 1; });
    if (std::ranges::binary_search(owners, end)) {
      starts.push_back({.at = end, .before = before});
    }
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
