// Batch dispatch the other way round: every expert takes the tokens that want it most, as many as it has places (Zhou
// et al., 2022, "Mixture-of-Experts with Expert Choice Routing"). No expert is full or idle; a token may get several
// experts or none. Included by scenarios and by users of the library.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "moebench/core/error.hpp"
#include "moebench/moe/token_gate.hpp"

namespace moebench::moe {

struct ExpertChoiceConfig {
  std::size_t tokens = 4096;
  std::size_t experts = 8;
  std::uint32_t capacity = 640;  // tokens of each expert: 1 .. tokens
  GateKernel kernel = GateKernel::vector;
  std::size_t parts = 1;
};

class ExpertChoice {
 public:
  /// Fails (usage) on what TokenGate refuses, 0 tokens or parts, and a capacity outside its range.
  static core::Result<ExpertChoice> create(const ExpertChoiceConfig& config);

  /// Dispatches a batch in this thread. Returns the first token that holds a NaN, or nothing. Allocates nothing.
  /// O(tokens * experts + experts * capacity log capacity). Precondition: logits.size() is tokens * experts.
  std::optional<std::size_t> dispatch(std::span<const float> logits) noexcept;

  /// The two steps of dispatch() for threads of the caller: weigh() for every part, which is a range of tokens, then,
  /// when all have returned, choose() for every part, which is a range of experts.
  std::optional<std::size_t> weigh(std::size_t part, std::span<const float> logits) noexcept;
  void choose(std::size_t part) noexcept;

  /// `capacity` for each expert, the one that wants it most first, ties to the earlier token; with their probabilities.
  std::span<const std::uint32_t> tokens() const noexcept { return tokens_; }
  std::span<const float> weights() const noexcept { return weights_; }

  /// By token: how many experts took it. O(experts * capacity).
  std::vector<std::uint32_t> experts_of_tokens() const;

  const ExpertChoiceConfig& config() const noexcept { return config_; }

 private:
  struct Part {
    TokenGate gate;
    std::vector<float> row;           // one token's probabilities
    std::vector<std::int64_t> ranks;  // one expert's tokens
  };

  ExpertChoice(const ExpertChoiceConfig& config, std::vector<Part> parts);

  ExpertChoiceConfig config_;
  std::vector<Part> parts_;
  std::vector<float> probabilities_;  // expert after expert, so that each reads its tokens in a row
  std::vector<std::uint32_t> tokens_;
  std::vector<float> weights_;
};

}  // namespace moebench::moe
