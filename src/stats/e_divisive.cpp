#include "moebench/stats/e_divisive.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <numeric>
#include <utility>

#include "binary_scale.hpp"
#include "divergence_bound.hpp"
#include "lane_divergences.hpp"
#include "moebench/core/in_parallel.hpp"
#include "moebench/core/rng.hpp"

namespace moebench::stats {
namespace {

/// Q for every pair of t and k from sums that are carried from one pair to the next. Reused for many series of at most
/// `most` samples.
class Divergences {
 public:
  explicit Divergences(std::size_t most) : inverse_(most + 1), within_(most + 1), between_(most + 1) {
    for (std::size_t i = 1; i <= most; ++i) {
      inverse_[i] = 1 / static_cast<double>(i);
    }
  }

  template <class Distance>
  Divergence best(std::span<const double> samples, std::size_t min_segment, const Distance& distance) {
    const std::size_t n = samples.size();
    sum_within(samples, distance);
    std::fill_n(between_.begin(), n + 1, 0.0);
    Divergence best{.at = 0, .end = 0, .statistic = 0};
    for (std::size_t t = 1; t + min_segment <= n; ++t) {
      // Sample t - 1 leaves the second group for the first.
      const double to_first = within_[t] - within_[t - 1];
      double to_second = 0;
      for (std::size_t k = t + 1; k <= n; ++k) {
        to_second += distance(samples[t - 1], samples[k - 1]);
        between_[k] += to_second - to_first;
      }
      if (t >= min_segment) {
        look_for_better(t, n, min_segment, best);
      }
    }
    return best;
  }

 private:
  /// within_[k]: the sum of the distances among the first k samples.
  template <class Distance>
  void sum_within(std::span<const double> samples, const Distance& distance) {
    within_[0] = 0;
    for (std::size_t k = 0; k < samples.size(); ++k) {
      double to_earlier = 0;
      for (std::size_t i = 0; i < k; ++i) {
        to_earlier += distance(samples[i], samples[k]);
      }
      within_[k + 1] = within_[k] + to_earlier;
    }
  }

  void look_for_better(std::size_t t, std::size_t n, std::size_t min_segment, Divergence& best) const {
    const double first = static_cast<double>(t);
    const double of_first = within_[t] * inverse_[t - 1];
    for (std::size_t k = t + min_segment; k <= n; ++k) {
      const double second = static_cast<double>(k - t);
      const double within_second = within_[k] - within_[t] - between_[k];
      const double statistic =
          2 * inverse_[k] * (between_[k] - second * of_first - first * within_second * inverse_[k - t - 1]);
      if (best.at == 0 || statistic > best.statistic) {
        best = {.at = t, .end = k, .statistic = statistic};
      }
    }
  }

  std::vector<double> inverse_;
  std::vector<double> within_;
  std::vector<double> between_;  // [k]: of the first t samples and those from t to before k
};

Divergence best_of(Divergences& divergences, std::span<const double> samples, std::size_t min_segment,
                   double exponent) {
  if (exponent == 1) {
    return divergences.best(samples, min_segment, [](double a, double b) { return std::abs(a - b); });
  }
  return divergences.best(samples, min_segment,
                          [exponent](double a, double b) { return std::pow(std::abs(a - b), exponent); });
}

BinaryScale scale_of(std::span<const double> samples) {
  double largest = 0;
  for (const double sample : samples) {
    assert(std::isfinite(sample));
    largest = std::max(largest, std::abs(sample));
  }
  return BinaryScale{largest};
}

std::vector<double> scaled_down(std::span<const double> samples, const BinaryScale& scale) {
  std::vector<double> scaled(samples.size());
  std::ranges::transform(samples, scaled.begin(), [&](double sample) { return scale.down(sample); });
  return scaled;
}

double scaled_up(double statistic, const BinaryScale& scale, double exponent) {
  return exponent == 1 ? scale.up(statistic) : statistic * std::pow(scale.up(1), exponent);
}

struct Segment {
  std::size_t from;
  std::size_t to;
  Divergence best;  // places in the whole series; statistic 0 and at 0 where the segment is too short to be split

  std::size_t size() const { return to - from; }
};

/// How often, of all permutations, the largest statistic is at least `observed`; or, where that is more than `most`,
/// some number above it.
class PermutationTest {
 public:
  PermutationTest(std::span<const double> samples, std::span<const Segment> segments, const EDivisiveOptions& options)
      : samples_{samples}, segments_{segments}, options_{options} {
    for (const Segment& segment : segments_) {
      const bool is_bounded = options_.exponent == 1 && is_divided(segment);
      bounds_.push_back(is_bounded ? std::optional<DivergenceBound>{samples_.subspan(segment.from, segment.size())}
                                   : std::nullopt);
    }
  }

  std::size_t count_at_least(double observed, std::size_t most, std::uint64_t stage) const {
    // Where permutations make the same groups again, rounding must not decide.
    const double threshold = observed - 1e-9 * std::abs(observed);
    std::size_t found = 0;
    for (std::size_t done = 0; done < options_.permutations && found <= most; done += k_batch) {
      const std::size_t count = std::min(k_batch, options_.permutations - done);
      found += options_.exponent == 1 ? count_by_bounds(threshold, count, stage, done)
                                      : count_one_by_one(threshold, count, stage, done);
    }
    return found;
  }

 private:
  static constexpr std::size_t k_batch = 128;

  /// A permuted series, of which some segments may hold what is looked for.
  struct Open {
    std::vector<double> samples;
    std::vector<bool> segments;  // empty where none does
  };

  bool is_divided(const Segment& segment) const { return segment.size() >= 2 * options_.min_segment; }

  core::Rng rng_of(std::uint64_t stage, std::size_t permutation) const {
    return core::Rng{options_.seed, (stage << 40U) + permutation};
  }

  std::size_t count_one_by_one(double threshold, std::size_t count, std::uint64_t stage, std::size_t done) const {
    std::array<bool, k_batch> as_large{};
    core::in_parallel(count, options_.threads,
                      [&](std::size_t i) { as_large[i] = largest_of_permuted(rng_of(stage, done + i)) >= threshold; });
    return static_cast<std::size_t>(std::ranges::count(as_large, true));
  }

  double largest_of_permuted(core::Rng rng) const {
    std::vector<double> permuted{samples_.begin(), samples_.end()};
    Divergences divergences{permuted.size()};
    double largest = 0;
    for (const Segment& segment : segments_) {
      if (is_divided(segment)) {
        std::span<double> part{permuted.data() + segment.from, segment.size()};
        rng.shuffle(part);
        largest = std::max(largest, best_of(divergences, part, options_.min_segment, options_.exponent).statistic);
      }
    }
    return largest;
  }

  /// Permutations that are shown to stay below the threshold are done with; the others go through the vectors' lanes.
  std::size_t count_by_bounds(double threshold, std::size_t count, std::uint64_t stage, std::size_t done) const {
    std::vector<Open> all(count);
    core::in_parallel(count, options_.threads,
                      [&](std::size_t i) { all[i] = open_segments(rng_of(stage, done + i), threshold); });
    std::erase_if(all, [](const Open& one) { return one.segments.empty(); });
    constexpr std::size_t lanes = LaneDivergences::k_lanes;
    const std::size_t groups = (all.size() + lanes - 1) / lanes;
    std::vector<std::size_t> found(groups);
    core::in_parallel(groups, options_.threads, [&](std::size_t group) {
      const std::size_t first = group * lanes;
      found[group] = count_in_lanes(std::span{all}.subspan(first, std::min(lanes, all.size() - first)), threshold);
    });
    return std::accumulate(found.begin(), found.end(), std::size_t{0});
  }

  Open open_segments(core::Rng rng, double threshold) const {
    Open open{.samples = {samples_.begin(), samples_.end()}, .segments = std::vector<bool>(segments_.size())};
    bool any = false;
    for (std::size_t i = 0; i < segments_.size(); ++i) {
      if (bounds_[i]) {
        std::vector<RankedSample> permuted = bounds_[i]->samples();
        rng.shuffle(permuted);
        open.segments[i] = !bounds_[i]->is_below(threshold, permuted, options_.min_segment);
        any = any || open.segments[i];
        std::ranges::transform(permuted, open.samples.begin() + static_cast<std::ptrdiff_t>(segments_[i].from),
                               &RankedSample::value);
      }
    }
    if (!any) {
      return {};
    }
    return open;
  }

  /// Of up to as many permutations as there are lanes.
  std::size_t count_in_lanes(std::span<const Open> group, double threshold) const {
    std::array<bool, LaneDivergences::k_lanes> as_large{};
    for (std::size_t i = 0; i < segments_.size(); ++i) {
      if (std::ranges::any_of(group, [i](const Open& one) { return one.segments[i]; })) {
        std::array<std::span<const double>, LaneDivergences::k_lanes> series;
        for (std::size_t lane = 0; lane < series.size(); ++lane) {
          const Open& one = group[std::min(lane, group.size() - 1)];  // a lane without one repeats another
          series[lane] = std::span{one.samples}.subspan(segments_[i].from, segments_[i].size());
        }
        const auto largest = LaneDivergences{segments_[i].size()}.largest(series, options_.min_segment);
        for (std::size_t lane = 0; lane < group.size(); ++lane) {
          as_large[lane] = as_large[lane] || largest[lane] >= threshold;
        }
      }
    }
    return static_cast<std::size_t>(std::ranges::count(as_large, true));
  }

  std::span<const double> samples_;
  std::span<const Segment> segments_;
  std::vector<std::optional<DivergenceBound>> bounds_;  // of the segments that may be split, at exponent 1
  const EDivisiveOptions& options_;
};

Segment segment_of(std::span<const double> samples, std::size_t from, std::size_t to, const EDivisiveOptions& options) {
  Segment segment{.from = from, .to = to, .best = {.at = 0, .end = 0, .statistic = 0}};
  if (segment.size() >= 2 * options.min_segment) {
    Divergences divergences{segment.size()};
    segment.best = best_of(divergences, samples.subspan(from, to - from), options.min_segment, options.exponent);
    segment.best.at += from;
    segment.best.end += from;
  }
  return segment;
}

}  // namespace

std::optional<Divergence> best_divergence(std::span<const double> in_time_order, std::size_t min_segment,
                                          double exponent) {
  assert(min_segment >= 2 && exponent > 0 && exponent <= 2);
  if (in_time_order.size() < 2 * min_segment) {
    return std::nullopt;
  }
  const BinaryScale scale = scale_of(in_time_order);
  const std::vector<double> samples = scaled_down(in_time_order, scale);
  Divergences divergences{samples.size()};
  Divergence best = best_of(divergences, samples, min_segment, exponent);
  best.statistic = scaled_up(best.statistic, scale, exponent);
  return best;
}

std::vector<Split> e_divisive(std::span<const double> in_time_order, const EDivisiveOptions& options) {
  assert(options.min_segment >= 2 && options.exponent > 0 && options.exponent <= 2);
  std::vector<Split> splits;
  if (in_time_order.size() < 2 * options.min_segment) {
    return splits;
  }
  const BinaryScale scale = scale_of(in_time_order);
  const std::vector<double> samples = scaled_down(in_time_order, scale);
  const double tests = static_cast<double>(options.permutations) + 1;
  std::vector<Segment> segments{segment_of(samples, 0, samples.size(), options)};
  for (std::uint64_t stage = 0;; ++stage) {
    const auto chosen =
        std::ranges::max_element(segments, {}, [](const Segment& segment) { return segment.best.statistic; });
    if (chosen->best.statistic <= 0) {
      break;
    }
    // (1 + found) / tests <= alpha.
    const double allowed = std::floor(options.alpha * tests * (1 + 1e-12)) - 1;
    if (allowed < 0) {
      break;
    }
    const std::size_t found = PermutationTest{samples, segments, options}.count_at_least(
        chosen->best.statistic, static_cast<std::size_t>(allowed), stage);
    if (static_cast<double>(found) > allowed) {
      break;
    }
    const auto [from, to, best] = *chosen;
    splits.push_back({.at = best.at,
                      .statistic = scaled_up(best.statistic, scale, options.exponent),
                      .p_value = (1 + static_cast<double>(found)) / tests});
    *chosen = segment_of(samples, from, best.at, options);
    segments.push_back(segment_of(samples, best.at, to, options));
  }
  std::ranges::sort(splits, {}, &Split::at);
  return splits;
}

}  // namespace moebench::stats
