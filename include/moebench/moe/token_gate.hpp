// The gate of a batch of tokens: from each token's logits to the experts that it wants, best first, with their weights.
// Knows no capacity: dispatcher.hpp does. Included by it, by expert_choice.hpp and by users of the library.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "moebench/core/error.hpp"
#include "moebench/moe/gating.hpp"

namespace moebench::moe {

/// How a gate computes. Both choose the same experts where nothing is added to the probabilities; their probabilities
/// differ by some units in the last place, and so may a choice by probability and bias between near equals.
enum class GateKernel : std::uint8_t {
  scalar,  // one logit after the other, exponentials in double precision: the oracle
  vector,  // Highway, for the best instruction set that the processor has
};

/// "scalar", "vector".
std::string_view name(GateKernel kernel);

struct GateConfig {
  std::size_t experts = 8;  // 1 .. 65536
  std::size_t top_k = 1;    // experts for each token: 1 .. min(experts, 64)
  bool renormalise =
      false;  // a token's weights add up to 1 (GShard, Mixtral); otherwise they are probabilities (Switch)
  // One for each expert, or empty. Added to the probability for choosing, never to a weight (Wang et al., 2024,
  // "Auxiliary-Loss-Free Load Balancing Strategy for Mixture-of-Experts").
  std::vector<float> selection_bias = {};
};

/// Fails (usage) on what the ranges above exclude and on a bias that is not finite.
core::Result<void> validate(const GateConfig& config);

/// Not for two threads at once: each has its own. Copies nothing of a batch.
class TokenGate {
 public:
  /// Fails as validate() does.
  static core::Result<TokenGate> create(const GateConfig& config, GateKernel kernel);
  TokenGate(TokenGate&&) noexcept;
  TokenGate& operator=(TokenGate&&) noexcept;
  ~TokenGate();

  /// For each row of `experts` logits the top_k experts and their weights, best first, ties to the lower index.
  /// Probabilities are the row's softmax; where a logit is +inf, the limit: the infinite ones share all of it; where
  /// all are -inf, they are equal. Returns the rows done: fewer than given when the next one holds a NaN. Allocates
  /// nothing. Preconditions: logits.size() is a multiple of experts; the others hold top_k for each row.
  std::size_t choose(std::span<const float> logits, std::span<ExpertIndex> chosen, std::span<float> weights) noexcept;

  /// The probabilities of one row, in the order of the experts. False when it holds a NaN. Preconditions: both have
  /// `experts` elements.
  bool softmax(std::span<const float> logits, std::span<float> probabilities) noexcept;

  /// By expert: the sum of its probabilities over all rows since reset().
  std::span<const double> probability_sums() const noexcept;
  void reset() noexcept;

  const GateConfig& config() const noexcept;

 private:
  struct State;
  explicit TokenGate(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

/// The instruction set of the vector kernel on this processor, as Highway calls it: "AVX2".
std::string_view gate_target();

}  // namespace moebench::moe
