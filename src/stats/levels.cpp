#include "moebench/stats/levels.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "binary_scale.hpp"
#include "moebench/core/in_parallel.hpp"
#include "moebench/stats/change_point.hpp"
#include "moebench/stats/distributions.hpp"
#include "moebench/stats/quantile.hpp"
#include "moebench/stats/robust.hpp"

namespace moebench::stats {
namespace {

constexpr std::size_t k_least_for_levels = 50;
constexpr std::size_t k_most_blocks = 400;
constexpr std::size_t k_least_block = 5;
constexpr std::size_t k_least_segment = 3;  // blocks
constexpr double k_normal_mad = 1.4826;
constexpr double k_penalties = 3;
constexpr double k_trend_level = 0.001;
constexpr double k_share_that_matters = 0.02;
constexpr double k_spreads_that_matter = 0.5;

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return quantile(values, 0.5);
}

struct Blocks {
  std::size_t length;           // samples in each but the last, which may have up to twice as many
  double origin;                // the first sample
  BinaryScale scale;            // of everything below, so that no square overflows or vanishes
  std::vector<double> medians;  // less the origin
  double spread;                // robust sd of single samples around their block's median

  double level(double median) const { return origin + scale.up(median); }

  /// Whether the step from one level to another is worth telling.
  bool matters(double before, double after) const {
    const double step = std::abs(after - before);
    return step >= k_spreads_that_matter * spread ||
           step >= k_share_that_matters * std::abs(scale.down(origin) + before);
  }
};

// From here on sorting the blocks takes longer than to create a thread.
constexpr std::size_t k_enough_for_sorting_threads = 200'000;

Blocks blocks_of(std::span<const double> samples) {
  const std::size_t count = std::min(k_most_blocks, samples.size() / k_least_block);
  const std::size_t length = samples.size() / count;
  const double origin = samples.front();
  std::vector<double> medians(count);
  std::vector<double> spreads(count);
  const std::size_t threads = samples.size() < k_enough_for_sorting_threads ? 1 : 0;
  core::in_parallel(count, threads, [&](std::size_t i) {
    const std::size_t size = i + 1 < count ? length : samples.size() - i * length;
    const std::vector<double> block = sorted(samples.subspan(i * length, size));
    medians[i] = quantile(block, 0.5) - origin;
    spreads[i] = median_absolute_deviation(block).value_or(0);
  });
  const auto [low, high] = std::ranges::minmax(medians);
  const BinaryScale scale{std::max(std::abs(low), std::abs(high))};
  std::ranges::transform(medians, medians.begin(), [&](double x) { return scale.down(x); });
  const double spread = k_normal_mad * scale.down(median(spreads));
  return {.length = length, .origin = origin, .scale = scale, .medians = std::move(medians), .spread = spread};
}

/// The standard deviation of values around a level that may change now and then, from their differences; 0 where
/// nothing varies.
double noise_of(std::span<const double> values) {
  std::vector<double> differences;
  double squares = 0;
  for (std::size_t i = 1; i < values.size(); ++i) {
    differences.push_back(std::abs(values[i] - values[i - 1]));
    squares += differences.back() * differences.back();
  }
  // The median of a few is too uncertain, and many equal neighbours, as coarse clocks make them, have a median of 0.
  constexpr std::size_t few = 40;
  const double plain = std::sqrt(squares / static_cast<double>(differences.size()));
  const double robust = k_normal_mad * median(std::move(differences));
  return (robust > 0 && values.size() >= few ? robust : plain) / std::sqrt(2.0);
}

/// What dependence makes of the variance of a mean of these: (1 + r) / (1 - r), at least 1.
double inflation(std::span<const double> residuals) {
  double squares = 0;
  double products = 0;
  for (std::size_t i = 0; i < residuals.size(); ++i) {
    squares += residuals[i] * residuals[i];
    products += i == 0 ? 0 : residuals[i] * residuals[i - 1];
  }
  // Few values with a level taken from them show less dependence than they have: about (1 + 3 r) / n (Kendall, 1954).
  const auto n = static_cast<double>(residuals.size());
  const double biased = squares > 0 ? products / squares : 0;
  const double r = std::clamp(biased + (1 + 3 * std::max(0.0, biased)) / n, 0.0, 0.95);
  return (1 + r) / (1 - r);
}

/// What is left of the values when each segment's mean is taken away.
std::vector<double> around(std::span<const double> values, const core::ChangePoints& found) {
  std::vector<double> residuals(values.begin(), values.end());
  std::size_t segment = 0;
  for (std::size_t i = 0; i < residuals.size(); ++i) {
    if (segment < found.indices.size() && i == found.indices[segment]) {
      ++segment;
    }
    residuals[i] -= found.segment_means[segment];
  }
  return residuals;
}

double sum_of_squares(std::span<const double> values) {
  double sum = 0;
  for (const double x : values) {
    sum += x * x;
  }
  return sum;
}

/// A line through the values by Theil and Sen's slope and the median of what it leaves.
struct Line {
  double at_start;
  double slope;
};

Line line_through(std::span<const double> values) {
  std::vector<double> slopes;
  for (std::size_t i = 0; i < values.size(); ++i) {
    for (std::size_t j = i + 1; j < values.size(); ++j) {
      slopes.push_back((values[j] - values[i]) / static_cast<double>(j - i));
    }
  }
  const double slope = median(std::move(slopes));
  std::vector<double> levels;
  for (std::size_t i = 0; i < values.size(); ++i) {
    levels.push_back(values[i] - slope * static_cast<double>(i));
  }
  return {.at_start = median(std::move(levels)), .slope = slope};
}

std::vector<double> around(std::span<const double> values, const Line& line) {
  std::vector<double> residuals(values.begin(), values.end());
  for (std::size_t i = 0; i < residuals.size(); ++i) {
    residuals[i] -= line.at_start + line.slope * static_cast<double>(i);
  }
  return residuals;
}

/// Mann and Kendall's two-sided p with ties, its variance times `inflated`.
double trend_p(std::span<const double> values, double inflated) {
  double score = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    for (std::size_t j = i + 1; j < values.size(); ++j) {
      score += values[j] > values[i] ? 1 : values[j] < values[i] ? -1 : 0;
    }
  }
  const auto term = [](double n) { return n * (n - 1) * (2 * n + 5); };
  double variance = term(static_cast<double>(values.size()));
  const std::vector<double> ascending = sorted(values);
  for (auto from = ascending.begin(); from != ascending.end();) {
    const auto to = std::upper_bound(from, ascending.end(), *from);
    variance -= term(static_cast<double>(to - from));
    from = to;
  }
  if (!(variance > 0) || score == 0) {
    return 1;
  }
  const double z = (std::abs(score) - 1) / std::sqrt(variance / 18 * inflated);
  return std::min(1.0, 2 * normal_below(-z));
}

struct Steps {
  std::vector<core::LevelChange> changes;
  double cost;  // sum of squares around the levels and the penalties
  double penalty;
};

Steps steps_of(const Blocks& blocks, std::size_t run) {
  const std::span<const double> values = blocks.medians;
  const double noise = noise_of(values);
  const double single = k_penalties * 2 * std::log(static_cast<double>(values.size())) * noise * noise;
  double penalty = single;
  core::ChangePoints found = find_change_points(values, penalty, k_least_segment);
  if (!found.indices.empty()) {
    penalty = single * inflation(around(values, found));
    found = find_change_points(values, penalty, k_least_segment);
  }
  Steps steps{.changes = {}, .cost = 0, .penalty = penalty};
  for (std::size_t i = 0; i < found.indices.size(); ++i) {
    const double before = found.segment_means[i];
    const double after = found.segment_means[i + 1];
    if (blocks.matters(before, after)) {
      steps.changes.push_back({.run = run,
                               .sample = found.indices[i] * blocks.length,
                               .before = blocks.level(before),
                               .after = blocks.level(after)});
    }
  }
  steps.cost = sum_of_squares(around(values, found)) + penalty * static_cast<double>(found.indices.size());
  return steps;
}

struct Slope {
  core::Trend trend;
  double squares;  // around the line
};

std::optional<Slope> slope_of(const Blocks& blocks, std::size_t run) {
  const std::span<const double> values = blocks.medians;
  if (!(trend_p(values, 1) < k_trend_level)) {
    return std::nullopt;
  }
  const Line line = line_through(values);
  const std::vector<double> residuals = around(values, line);
  const double p = trend_p(values, inflation(residuals));
  const double end = line.at_start + line.slope * static_cast<double>(values.size() - 1);
  if (!(p < k_trend_level) || !blocks.matters(line.at_start, end)) {
    return std::nullopt;
  }
  return Slope{.trend = {.run = run, .from = blocks.level(line.at_start), .to = blocks.level(end), .p_value = p},
               .squares = sum_of_squares(residuals)};
}

}  // namespace

Levels level_changes(std::span<const double> in_time_order, std::size_t run) {
  if (in_time_order.size() < k_least_for_levels) {
    return {};
  }
  const auto [low, high] = std::ranges::minmax(in_time_order);
  if (!std::isfinite(high - low)) {
    return {};
  }
  const Blocks blocks = blocks_of(in_time_order);
  if (!(noise_of(blocks.medians) > 0)) {
    return {};
  }
  Steps steps = steps_of(blocks, run);
  const std::optional<Slope> slope = slope_of(blocks, run);
  // A slope is one figure more than a level, as a change is two.
  if (slope && (steps.changes.empty() || slope->squares + steps.penalty / 2 < steps.cost)) {
    return {.changes = {}, .trends = {slope->trend}};
  }
  return {.changes = std::move(steps.changes), .trends = {}};
}

}  // namespace moebench::stats
