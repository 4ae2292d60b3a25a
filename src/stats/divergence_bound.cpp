#include "divergence_bound.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>
#include <utility>

namespace moebench::stats {
namespace {

// Far above what rounding does to sums of a million distances, far below any distance that matters.
constexpr double k_slack = 1e-10;

/// How many samples of lower or equal rank were added, and their sum (Fenwick, 1994).
class RanksSeen {
 public:
  explicit RanksSeen(std::size_t count) : nodes_(count + 1) {}

  void add(std::uint32_t rank, double value) {
    for (std::size_t i = rank + 1; i < nodes_.size(); i += i & (~i + 1)) {
      nodes_[i].count += 1;
      nodes_[i].sum += value;
    }
  }

  /// The sum of the distances from `value`, of this rank, to the samples that were added.
  double distances(std::uint32_t rank, double value, double seen, double sum_of_seen) const {
    Node lower;
    for (std::size_t i = rank + 1; i > 0; i -= i & (~i + 1)) {
      lower.count += nodes_[i].count;
      lower.sum += nodes_[i].sum;
    }
    return value * (2 * lower.count - seen) + sum_of_seen - 2 * lower.sum;
  }

 private:
  struct Node {
    double count = 0;
    double sum = 0;
  };
  std::vector<Node> nodes_;
};

/// The largest value of each block of 1, 2, 4, ... places.
class BlockMaxima {
 public:
  explicit BlockMaxima(std::vector<double> values) {
    levels_.push_back(std::move(values));
    while (levels_.back().size() > 1) {
      const std::vector<double>& last = levels_.back();
      std::vector<double> next((last.size() + 1) / 2);
      for (std::size_t i = 0; i < last.size(); ++i) {
        next[i / 2] = std::max(next[i / 2], last[i]);
      }
      levels_.push_back(std::move(next));
    }
  }

  std::size_t top() const { return levels_.size() - 1; }
  double of(std::size_t level, std::size_t block) const { return levels_[level][block]; }

 private:
  std::vector<std::vector<double>> levels_;
};

/// Looks for places t and k of which a divergence below the threshold is not shown.
class Search {
 public:
  Search(double threshold, std::size_t min_segment, std::vector<double> sums, std::vector<double> own)
      : threshold_{threshold},
        least_{min_segment},
        last_{sums.size() - 1},
        sums_{sums},
        means_{means(sums)},
        own_{std::move(own)} {
    patience_ = 16 * sums.size();
  }

  bool finds_none() { return none_in(sums_.top(), 0, 0); }

 private:
  static std::vector<double> means(std::vector<double> sums) {
    for (std::size_t t = 1; t < sums.size(); ++t) {
      sums[t] /= static_cast<double>(t);
    }
    return sums;
  }

  bool none_in(std::size_t level, std::size_t block_t, std::size_t block_k) {
    const std::size_t t0 = std::max(block_t << level, least_);
    const std::size_t k1 = std::min(((block_k + 1) << level) - 1, last_);
    if (k1 < t0 + least_) {
      return true;
    }
    const std::size_t t1 = std::min(((block_t + 1) << level) - 1, k1 - least_);
    if (t1 < t0) {
      return true;
    }
    const std::size_t k0 = std::max(block_k << level, t0 + least_);
    if (bound(level, block_t, block_k, {t0, t1}, {k0, k1}) < threshold_) {
      return true;
    }
    if (level == 0 || patience_ == 0) {
      return false;
    }
    --patience_;
    for (const std::size_t t : {2 * block_t, 2 * block_t + 1}) {
      for (const std::size_t k : {2 * block_k, 2 * block_k + 1}) {
        const bool exists = (t << (level - 1)) <= last_ && (k << (level - 1)) <= last_;
        if (exists && !none_in(level - 1, t, k)) {
          return false;
        }
      }
    }
    return true;
  }

  struct Range {
    std::size_t first, last;
  };

  double bound(std::size_t level, std::size_t block_t, std::size_t block_k, Range t, Range k) const {
    const auto real = [](std::size_t count) { return static_cast<double>(count); };
    const double least_m = real(std::max(least_, k.first > t.last ? k.first - t.last : 0));
    const double most_m = real(k.last - t.first);
    const double share = std::min(1.0, real(t.last) / real(k.first));  // of t in k
    const double far = sums_.of(level, block_t) + share * sums_.of(level, block_k);
    const double near =
        std::sqrt(most_m) * means_.of(level, block_t) + (own_[k.last] - own_[t.first]) / std::sqrt(least_m);
    return std::min((1 / real(t.first) + 1 / least_m) * far * far, share * near * near);
  }

  double threshold_;
  std::size_t least_;
  std::size_t last_;
  BlockMaxima sums_;         // |Z_t|
  BlockMaxima means_;        // |Z_t| / t
  std::vector<double> own_;  // of the first t samples, the sum of |phi_i - mu|
  std::size_t patience_ = 0;
};

}  // namespace

DivergenceBound::DivergenceBound(std::span<const double> in_time_order) {
  const std::size_t n = in_time_order.size();
  assert(n >= 2);
  std::vector<std::uint32_t> order(n);
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::stable_sort(order, {}, [&](std::uint32_t i) { return in_time_order[i]; });
  const double median = in_time_order[order[n / 2]];
  samples_.resize(n);
  double sum = 0;
  for (std::uint32_t rank = 0; rank < n; ++rank) {
    const double value = in_time_order[order[rank]];
    samples_[order[rank]] = {.value = value, .rank = rank};
    centred_.push_back(value - median);
    sum += centred_.back();
  }
  double lower = 0;
  for (std::size_t rank = 0; rank < n; ++rank) {
    lower += centred_[rank];
    const double up_to_it = static_cast<double>(rank + 1);
    row_sum_.push_back(centred_[rank] * (2 * up_to_it - static_cast<double>(n)) + sum - 2 * lower);
    total_ += row_sum_.back();
  }
  const double count = static_cast<double>(n);
  for (const double row : row_sum_) {
    const double square = 2 * row / count - total_ / (count * count);
    norm_.push_back(std::sqrt(std::max(square, 0.0) + k_slack * total_ / count));
  }
}

bool DivergenceBound::is_below(double threshold, std::span<const RankedSample> permuted,
                               std::size_t min_segment) const {
  const std::size_t n = permuted.size();
  const double count = static_cast<double>(n);
  RanksSeen seen{n};
  double sum_of_seen = 0;
  double within = 0;  // distances among the first t
  double to_all = 0;  // from the first t to all
  std::vector<double> sums(n + 1);
  std::vector<double> own(n + 1);
  for (std::size_t t = 1; t <= n; ++t) {
    const std::uint32_t rank = permuted[t - 1].rank;
    within += seen.distances(rank, centred_[rank], static_cast<double>(t - 1), sum_of_seen);
    seen.add(rank, centred_[rank]);
    sum_of_seen += centred_[rank];
    to_all += row_sum_[rank];
    const double share = static_cast<double>(t) / count;
    const double square = 2 * share * to_all - 2 * within - share * share * total_;
    sums[t] = std::sqrt(std::max(square, 0.0) + k_slack * total_);
    own[t] = own[t - 1] + norm_[rank];
  }
  constexpr double just_below = 1 - 1e-6;
  return Search{threshold * just_below, min_segment, std::move(sums), std::move(own)}.finds_none();
}

}  // namespace moebench::stats
