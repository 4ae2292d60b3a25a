#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>

#include "gate_rows.hpp"

namespace moebench::moe {

bool softmax_scalar(const GateRows& gate, const float* logits) {
  const std::size_t n = gate.experts;
  if (std::any_of(logits, logits + n, [](float logit) { return std::isnan(logit); })) {
    return false;
  }
  const float most = *std::max_element(logits, logits + n);
  if (std::isinf(most)) {
    // The limit of ever larger logits: those at the infinity share the probability.
    const auto share = 1.0F / static_cast<float>(std::count(logits, logits + n, most));
    std::transform(logits, logits + n, gate.probabilities, [&](float logit) { return logit == most ? share : 0.0F; });
    return true;
  }
  double sum = 0;
  for (std::size_t e = 0; e < n; ++e) {
    sum += std::exp(static_cast<double>(logits[e]) - static_cast<double>(most));
  }
  for (std::size_t e = 0; e < n; ++e) {
    gate.probabilities[e] =
        static_cast<float>(std::exp(static_cast<double>(logits[e]) - static_cast<double>(most)) / sum);
  }
  return true;
}

void best_experts(const float* scores, std::size_t experts, std::size_t top_k, ExpertIndex* best) {
  std::array<std::int64_t, k_most_top_k> ranks;
  std::fill_n(ranks.begin(), top_k, std::numeric_limits<std::int64_t>::min());
  for (std::size_t e = 0; e < experts; ++e) {
    const std::int64_t rank = ranked(scores[e], e);
    if (rank <= ranks[top_k - 1]) {
      continue;
    }
    std::size_t place = top_k - 1;
    for (; place > 0 && rank > ranks[place - 1]; --place) {
      ranks[place] = ranks[place - 1];
    }
    ranks[place] = rank;
  }
  for (std::size_t place = 0; place < top_k; ++place) {
    best[place] = index_of(ranks[place]);
  }
}

bool choose_row(const GateRows& gate, const float* logits, GateChoice choice) {
  if (!softmax_scalar(gate, logits)) {
    return false;
  }
  const float* scores = logits;
  if (gate.bias != nullptr) {
    std::transform(gate.probabilities, gate.probabilities + gate.experts, gate.bias, gate.scores, std::plus{});
    scores = gate.scores;
  }
  best_experts(scores, gate.experts, gate.top_k, choice.experts);
  weigh(gate, gate.probabilities, 1.0F, choice);
  std::transform(gate.probability_sums, gate.probability_sums + gate.experts, gate.probabilities, gate.probability_sums,
                 std::plus{});
  return true;
}

std::size_t choose_scalar(const GateRows& gate, const float* logits, std::size_t rows, GateChoice choice) {
  for (std::size_t row = 0; row < rows; ++row) {
    if (!choose_row(gate, logits + row * gate.experts,
                    {choice.experts + row * gate.top_k, choice.weights + row * gate.top_k})) {
      return row;
    }
  }
  return rows;
}

}  // namespace moebench::moe
