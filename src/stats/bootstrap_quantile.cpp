#include <algorithm>
#include <cmath>
#include <cstdint>
#include <ranges>
#include <vector>

#include "moebench/stats/bootstrap.hpp"
#include "moebench/stats/distributions.hpp"

namespace moebench::stats {
namespace {

/// Ranks count from 1. A resample's own order statistics are X_(k) and X_(k + 1), and I <= J are their ranks among the
/// samples: P(I <= i) = P(Bin(n, i / n) >= k). Both are known together too. With q = P(Bin(n, i / n) = k), the chance
/// that exactly k of the draws lie at or below i,
///   P(I = i, J > j) = q (1 - (1 - 1 / i)^k) ((n - j) / (n - i))^(n - k)   for j >= i:
/// some of the k draws are at i itself, and all others are beyond j.
class RankLaw {
 public:
  RankLaw(std::int64_t n, std::int64_t k) : n_{n}, k_{k} {}

  /// P(the resample's order statistic at `order` has at most rank i).
  double below(std::int64_t order, std::int64_t i) const {
    return i >= n_ ? 1 : i <= 0 ? 0 : binomial_above(order - 1, static_cast<std::uint64_t>(n_), share(i));
  }

  /// The smallest rank that X_(order) reaches with this probability.
  std::int64_t rank_at(std::int64_t order, double probability) const {
    const auto ranks = std::views::iota(std::int64_t{1}, n_);
    const auto found = std::ranges::partition_point(ranks, [&](auto i) { return below(order, i) < probability; });
    return found == ranks.end() ? n_ : *found;
  }

  /// P(I = i, J > i): the factor before the last one above.
  double apart(std::int64_t i) const {
    const double at_i = -std::expm1(static_cast<double>(k_) * std::log1p(-1 / static_cast<double>(i)));
    return i == n_ ? 0 : binomial_at(k_, static_cast<std::uint64_t>(n_), share(i)) * at_i;
  }

  /// P(J > j | I = i, J > i), j >= i.
  double beyond(std::int64_t i, std::int64_t j) const {
    const double nearer = static_cast<double>(j - i) / static_cast<double>(n_ - i);
    return j >= n_ ? 0 : std::exp(static_cast<double>(n_ - k_) * std::log1p(-nearer));
  }

  std::int64_t n() const { return n_; }

 private:
  double share(std::int64_t i) const { return static_cast<double>(i) / static_cast<double>(n_); }

  std::int64_t n_;
  std::int64_t k_;
};

struct Weighted {
  double value;
  double probability;
};

/// Between order statistics: the least value of (1 - g) X_(k) + g X_(k + 1) that is reached with `probability`. It
/// lies between x_(a) and x_(b), the points of the two alone. A pair with J <= a is below that, a pair with I > b
/// above; what remains is within the reach of a gap, which has some e^-gap to be.
double between_orders(std::span<const double> ascending, const RankLaw& law, std::int64_t k, double g,
                      double probability) {
  constexpr double negligible = 1e-18;
  const auto x = [&](std::int64_t rank) { return ascending[static_cast<std::size_t>(rank - 1)]; };
  const std::int64_t a = law.rank_at(k, probability);
  const std::int64_t b = law.rank_at(k + 1, probability);
  if (x(a) == x(b)) {
    return x(a);
  }
  std::vector<Weighted> pairs;
  for (std::int64_t i = b; i >= 1; --i) {
    const double apart = law.apart(i);
    const std::int64_t from = std::max(i, a);
    double beyond = law.beyond(i, from);
    if (i < a && beyond < negligible) {
      break;
    }
    if (i > a) {
      const double together = law.below(k, i) - law.below(k, i - 1) - apart;
      pairs.push_back({.value = x(i), .probability = std::max(0.0, together)});
    }
    for (std::int64_t j = from + 1; j <= law.n() && beyond > negligible; ++j) {
      const double next = law.beyond(i, j);
      pairs.push_back({.value = std::lerp(x(i), x(j), g), .probability = apart * (beyond - next)});
      beyond = next;
    }
  }
  std::ranges::sort(pairs, {}, &Weighted::value);
  double reached = law.below(k + 1, a);
  for (const Weighted& pair : pairs) {
    reached += pair.probability;
    if (reached >= probability) {
      return std::clamp(pair.value, x(a), x(b));
    }
  }
  return x(b);
}

}  // namespace

std::optional<core::Interval> bootstrap_quantile(std::span<const double> ascending, double p, double level) {
  if (ascending.size() < 2) {
    return std::nullopt;
  }
  const auto n = static_cast<std::int64_t>(ascending.size());
  const double place = static_cast<double>(n - 1) * p;
  const std::int64_t k = static_cast<std::int64_t>(place) + 1;
  const double g = place - std::floor(place);
  const RankLaw law{n, k};
  const auto at = [&](double probability) {
    return g == 0 ? ascending[static_cast<std::size_t>(law.rank_at(k, probability) - 1)]
                  : between_orders(ascending, law, k, g, probability);
  };
  const double tail = (1 - level) / 2;
  return core::Interval{.lower = at(tail), .upper = at(1 - tail)};
}

}  // namespace moebench::stats
