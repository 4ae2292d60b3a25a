// Batch dispatch written as its definition, without regard to speed: what the tests hold the dispatcher against.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include "moebench/core/rng.hpp"

namespace plain {

using Rows = std::vector<std::vector<double>>;  // by token, by expert

/// The logits of a test: normal, or hard for who compares them.
enum class Kind { normal, ties, all_equal, infinities, far_apart };

inline std::vector<float> logits(Kind kind, std::size_t tokens, std::size_t experts, moebench::core::Rng& rng) {
  std::vector<float> all(tokens * experts);
  for (float& logit : all) {
    switch (kind) {
      case Kind::normal: logit = static_cast<float>(rng.normal()); break;
      case Kind::ties: logit = static_cast<float>(rng.below(4)) * (rng.below(2) == 0 ? -1.0F : 1.0F); break;
      case Kind::all_equal: logit = 0.5F; break;
      case Kind::infinities: {
        const auto pick = rng.below(8);
        logit = pick == 0 ? INFINITY : pick < 4 ? -INFINITY : static_cast<float>(rng.normal());
        break;
      }
      case Kind::far_apart: logit = static_cast<float>(1000 * rng.normal()); break;
    }
  }
  return all;
}

/// Every token's softmax, in double precision; of an infinite largest logit the limit.
inline Rows softmax(const std::vector<float>& logits, std::size_t experts) {
  Rows rows(logits.size() / experts, std::vector<double>(experts));
  for (std::size_t token = 0; token < rows.size(); ++token) {
    const float* row = logits.data() + token * experts;
    const double most = *std::max_element(row, row + experts);
    for (std::size_t e = 0; e < experts; ++e) {
      rows[token][e] = std::isinf(most) ? (row[e] == most ? 1.0 : 0.0) : std::exp(row[e] - most);
    }
    const double sum = std::accumulate(rows[token].begin(), rows[token].end(), 0.0);
    for (double& p : rows[token]) {
      p /= sum;
    }
  }
  return rows;
}

/// The top_k indices of the largest scores, ties to the lower index.
template <class Score>
std::vector<std::uint32_t> best(const Score* scores, std::size_t count, std::size_t top_k) {
  std::vector<std::uint32_t> order(count);
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::stable_sort(order, [&](std::uint32_t a, std::uint32_t b) { return scores[a] > scores[b]; });
  order.resize(top_k);
  return order;
}

/// Every token's best experts by logit, token after token.
inline std::vector<std::uint32_t> choices(const std::vector<float>& logits, std::size_t experts, std::size_t top_k) {
  std::vector<std::uint32_t> all;
  for (std::size_t at = 0; at < logits.size(); at += experts) {
    const auto chosen = best(logits.data() + at, experts, top_k);
    all.insert(all.end(), chosen.begin(), chosen.end());
  }
  return all;
}

/// For each choice, how many of its expert come before it: token after token, or all first choices first.
inline std::vector<std::uint32_t> positions(const std::vector<std::uint32_t>& choices, std::size_t experts,
                                            std::size_t top_k, bool choice_first) {
  std::vector<std::uint32_t> positions(choices.size());
  std::vector<std::uint32_t> taken(experts);
  const std::size_t tokens = choices.size() / top_k;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const std::size_t at = choice_first ? i % tokens * top_k + i / tokens : i;
    positions[at] = taken[choices[at]]++;
  }
  return positions;
}

}  // namespace plain
