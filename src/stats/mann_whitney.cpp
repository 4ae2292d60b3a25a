#include "moebench/stats/mann_whitney.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <vector>

#include "moebench/stats/distributions.hpp"
#include "moebench/stats/sorted.hpp"
#include "tie_groups.hpp"

namespace moebench::stats {
namespace {

constexpr std::size_t k_exact_below = 50;

struct RankCounts {
  std::uint64_t twice_u = 0;
  double tied = 0;  // sum of t (N - t) (N + t) over groups of t equal samples: N^3 - N less the correction for ties
  bool ties = false;
};

RankCounts count_ranks(std::span<const double> a, std::span<const double> b) {
  RankCounts counts;
  const auto all = static_cast<double>(a.size() + b.size());
  std::size_t untied = 0;
  for_each_tie_group(a, b, [&](std::size_t, std::size_t a_here, std::size_t b_before, std::size_t b_here) {
    counts.twice_u += a_here * (2 * b_before + b_here);
    if (a_here + b_here == 1) {
      ++untied;
    } else {
      const auto t = static_cast<double>(a_here + b_here);
      counts.tied += t * (all - t) * (all + t);
      counts.ties = true;
    }
  });
  counts.tied += static_cast<double>(untied) * (all - 1) * (all + 1);
  return counts;
}

/// P(U <= u) for sizes m and n without ties, where u is at most m n / 2. With f(m, n) the distribution of U, the
/// largest of all samples is one of the first with probability m / (m + n), and then above all n others: f(m, n)(u) = m
/// / (m + n) f(m - 1, n)(u - n) + n / (m + n) f(m, n - 1)(u).
double lower_tail(std::size_t m, std::size_t n, std::size_t u) {
  // row[j]: the distribution for (i, j) at 0 .. u, i growing.
  std::vector<std::vector<double>> row(n + 1, std::vector<double>(u + 1, 0.0));
  for (std::vector<double>& of_none : row) {
    of_none[0] = 1;
  }
  for (std::size_t i = 1; i <= m; ++i) {
    for (std::size_t j = 1; j <= n; ++j) {
      const double of_a = static_cast<double>(i) / static_cast<double>(i + j);
      const double of_b = static_cast<double>(j) / static_cast<double>(i + j);
      const std::size_t most = std::min(u, i * j);
      for (std::size_t k = most + 1; k-- > 0;) {
        row[j][k] = (k >= j ? of_a * row[j][k - j] : 0.0) + of_b * row[j - 1][k];
      }
    }
  }
  double sum = 0;
  for (const double p : row[n]) {
    sum += p;
  }
  return sum;
}

void set_exact(core::MannWhitney& test, const RankCounts& counts, std::size_t m, std::size_t n) {
  if (counts.ties || m > k_most_exact_pairs / n) {
    return;
  }
  const std::size_t u = counts.twice_u / 2;
  const double p = std::min(1.0, 2 * lower_tail(m, n, std::min(u, m * n - u)));
  test.p_value = p;
  test.log10_p = std::log10(p);
}

void set_asymptotic(core::MannWhitney& test, const RankCounts& counts, double m, double n) {
  const double all = m + n;
  const double sd = std::sqrt(m / 12 * n / (all - 1) * (counts.tied / all));
  if (!(sd > 0)) {
    return;
  }
  const double distance = test.u - m * n / 2;
  test.z = std::copysign(std::max(0.0, std::abs(distance) - 0.5), distance) / sd;
  const TailProbability tail = normal_two_sided(*test.z);
  test.p_value = tail.p;
  test.log10_p = tail.log10_p;
}

/// 2 / C(m + n, m), at most 1; 0 where no double holds it.
double least_p(double m, double n) {
  double p = 2;
  for (double i = 1; i <= std::min(m, n) && p > 0; ++i) {
    p *= i / (std::max(m, n) + i);
  }
  return std::min(1.0, p);
}

}  // namespace

core::MannWhitney mann_whitney(std::span<const double> a, std::span<const double> b, RankTestMethod method) {
  assert(!a.empty() && !b.empty());
  const RankCounts counts = count_ranks(a, b);
  const bool is_exact = method == RankTestMethod::exact || (method == RankTestMethod::automatic && !counts.ties &&
                                                            std::max(a.size(), b.size()) < k_exact_below);
  const auto m = static_cast<double>(a.size());
  const auto n = static_cast<double>(b.size());
  core::MannWhitney test{.u = static_cast<double>(counts.twice_u) / 2,
                         .method = is_exact ? core::NullDistribution::exact : core::NullDistribution::asymptotic,
                         .z = {},
                         .p_value = {},
                         .log10_p = {},
                         .least_p = least_p(m, n)};
  if (is_exact) {
    set_exact(test, counts, a.size(), b.size());
  } else {
    set_asymptotic(test, counts, m, n);
  }
  return test;
}

core::MannWhitney mann_whitney_of_unsorted(std::span<const double> a, std::span<const double> b, unsigned threads,
                                           RankTestMethod method) {
  const SortedPair pair = sorted_pair(a, b, threads);
  return mann_whitney(pair.a, pair.b, method);
}

core::Dominance dominance(double u, std::uint64_t n_a, std::uint64_t n_b) {
  const double pairs = static_cast<double>(n_a) * static_cast<double>(n_b);
  return {.cles = u / pairs, .cliffs_delta = (2 * u - pairs) / pairs};
}

}  // namespace moebench::stats
