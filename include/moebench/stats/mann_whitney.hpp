// The Mann-Whitney test: does one side tend to be larger? It asks about P(A > B), not about medians.
// Included by compare.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "moebench/core/two_sample.hpp"

namespace moebench::stats {

/// How the p value is computed.
enum class RankTestMethod : std::uint8_t {
  automatic,  // exact without ties and with fewer than 50 samples a side, otherwise asymptotic
  exact,
  asymptotic,
};

/// Beyond so many pairs of samples the exact distribution is not computed: it would take seconds.
inline constexpr std::uint64_t k_most_exact_pairs = 40'000;

/// `a` and `b` ascending, neither empty. Exact: twice the smaller tail of U, by Mann and Whitney's recursion on
/// probabilities (Annals of Mathematical Statistics 18, 1947), in which nothing is subtracted. Asymptotic: normal with
/// the variance corrected for ties and 0.5 for continuity. p_value is empty where all samples are equal, and where the
/// exact test was asked for and there are ties or more than k_most_exact_pairs. O(nA + nB), exact O((nA nB)^2).
core::MannWhitney mann_whitney(std::span<const double> a, std::span<const double> b,
                               RankTestMethod method = RankTestMethod::automatic);

/// Sorts copies first, by two threads where `threads` allows.
core::MannWhitney mann_whitney_of_unsorted(std::span<const double> a, std::span<const double> b, unsigned threads,
                                           RankTestMethod method = RankTestMethod::automatic);

/// Vargha and Delaney's measure and Cliff's delta of nA nB pairs with this U.
core::Dominance dominance(double u, std::uint64_t n_a, std::uint64_t n_b);

}  // namespace moebench::stats
