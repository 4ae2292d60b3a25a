#include "moebench/stats/signed_rank.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>

#include "moebench/stats/distributions.hpp"
#include "moebench/stats/sorted.hpp"

namespace moebench::stats {
namespace {

// Beyond it O(n^3) takes longer than a blink, and the series has the tails that a gate asks for.
constexpr std::size_t k_exact_up_to = 200;

/// P(V <= v) for each v: the number of subsets of 1 .. n with sums up to v, as a share of all.
std::vector<double> exact_cumulative(std::size_t n) {
  std::vector<double> share{1};
  for (std::size_t rank = 1; rank <= n; ++rank) {
    std::vector<double> with(share.size() + rank, 0.0);
    for (std::size_t sum = 0; sum < share.size(); ++sum) {
      with[sum] += share[sum] / 2;
      with[sum + rank] += share[sum] / 2;
    }
    share = std::move(with);
  }
  for (std::size_t sum = 1; sum < share.size(); ++sum) {
    share[sum] = std::min(share[sum] + share[sum - 1], 1.0);
  }
  return share;
}

double edgeworth_below(double v, double n) {
  const double variance = n * (n + 1) * (2 * n + 1) / 24;
  const double z = (v - n * (n + 1) / 4 + 0.5) / std::sqrt(variance);
  const double density = std::exp(-z * z / 2) / std::sqrt(2 * M_PI);
  const double correction = (3 * n * n + 3 * n - 1) / (10 * n * (n + 1) * (2 * n + 1));
  const double least = std::exp2(-n);  // what v = 0 alone has: the series may fall below it far out
  return std::clamp(normal_below(z) + correction * (z * z * z - 3 * z) * density, least, 1.0);
}

double count_of(std::size_t n) {
  return static_cast<double>(n) * static_cast<double>(n + 1) / 2;
}

}  // namespace

double signed_rank_below(double v, std::size_t n) {
  if (v < 0) {
    return 0;
  }
  if (v >= count_of(n)) {
    return 1;
  }
  if (n > k_exact_up_to) {
    return edgeworth_below(std::floor(v), static_cast<double>(n));
  }
  return exact_cumulative(n)[static_cast<std::size_t>(v)];
}

SignedRanks::SignedRanks(std::span<const double> values) : n_{values.size()} {
  assert(!values.empty());
  std::vector<double> averages;
  averages.reserve(n_ * (n_ + 1) / 2);
  for (std::size_t i = 0; i < n_; ++i) {
    for (std::size_t j = i; j < n_; ++j) {
      averages.push_back(values[i] / 2 + values[j] / 2);
    }
  }
  walsh_ = sorted(averages);
}

double SignedRanks::centre() const {
  const std::size_t count = walsh_.size();
  return walsh_[(count - 1) / 2] / 2 + walsh_[count / 2] / 2;
}

std::optional<core::Interval> SignedRanks::interval(double level) const {
  const double tail = (1 - level) / 2;
  const std::vector<double> exact = n_ <= k_exact_up_to ? exact_cumulative(n_) : std::vector<double>{};
  const auto below = [&](std::size_t v) {
    return exact.empty() ? signed_rank_below(static_cast<double>(v), n_) : exact[v];
  };
  if (below(0) > tail) {
    return std::nullopt;
  }
  std::size_t low = 1;  // the largest k that is known to do
  std::size_t high = walsh_.size() / 2 + 1;
  while (high - low > 1) {
    const std::size_t k = low + (high - low) / 2;
    (below(k - 1) <= tail ? low : high) = k;
  }
  return core::Interval{walsh_[low - 1], walsh_[walsh_.size() - low]};
}

double SignedRanks::p_above(double bound) const {
  const auto above = walsh_.end() - std::ranges::upper_bound(walsh_, bound);
  // V is symmetric: P(V >= v) = P(V <= N - v).
  return signed_rank_below(static_cast<double>(static_cast<std::ptrdiff_t>(walsh_.size()) - above), n_);
}

double SignedRanks::p_below(double bound) const {
  const auto below = std::ranges::lower_bound(walsh_, bound) - walsh_.begin();
  return signed_rank_below(static_cast<double>(static_cast<std::ptrdiff_t>(walsh_.size()) - below), n_);
}

}  // namespace moebench::stats
