#include "moebench/stats/signed_rank.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>

#include "moebench/stats/distributions.hpp"
#include "moebench/stats/sorted.hpp"

namespace moebench::stats {
namespace {

constexpr std::size_t k_exact_up_to = 60;

/// The number of subsets of 1 .. n with each sum, as a share of all: V's distribution.
std::vector<double> exact_distribution(std::size_t n) {
  std::vector<double> share{1};
  for (std::size_t rank = 1; rank <= n; ++rank) {
    std::vector<double> with(share.size() + rank, 0.0);
    for (std::size_t sum = 0; sum < share.size(); ++sum) {
      with[sum] += share[sum] / 2;
      with[sum + rank] += share[sum] / 2;
    }
    share = std::move(with);
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
  const std::vector<double> share = exact_distribution(n);
  double sum = 0;
  for (std::size_t at = 0; at <= static_cast<std::size_t>(v); ++at) {
    sum += share[at];
  }
  return std::min(sum, 1.0);
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
  if (signed_rank_below(0, n_) > tail) {
    return std::nullopt;
  }
  std::size_t low = 1;  // the largest k that is known to do
  std::size_t high = walsh_.size() / 2 + 1;
  while (high - low > 1) {
    const std::size_t k = low + (high - low) / 2;
    (signed_rank_below(static_cast<double>(k - 1), n_) <= tail ? low : high) = k;
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
