// Batch dispatch: from the logits of a batch of tokens to experts, weights and places in the experts' buffers, under a
// capacity (Fedus et al., 2022; Lepikhin et al., 2021, "GShard"). The gate chooses (token_gate.hpp); this counts
// places. Tokens choose here; experts do in expert_choice.hpp. Included by scenarios and by users of the library.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "moebench/core/error.hpp"
#include "moebench/moe/token_gate.hpp"

namespace moebench::moe {

/// Whose choices get the places of an expert first.
enum class Priority : std::uint8_t {
  token,   // token after token, each with all its choices
  choice,  // all first choices in the order of the tokens, then all second ones, as GShard does
};

/// "token", "choice".
std::string_view name(Priority priority);

struct DispatchConfig {
  GateConfig gate;
  std::size_t tokens = 4096;      // of a batch
  double capacity_factor = 1.25;  // above 0
  Priority priority = Priority::token;
  GateKernel kernel = GateKernel::vector;
  std::size_t parts = 1;  // the batch in so many ranges of tokens, each for a thread
};

/// Fails (usage) as validate(GateConfig) does, on 0 tokens or parts, on a capacity factor that is not above 0 and
/// finite, and where tokens * top_k or the capacity leaves 32 bits.
core::Result<void> validate(const DispatchConfig& config);

/// Places of each expert: ceil(tokens * top_k / experts * capacity factor), at least 1; a product that is whole but for
/// the roundings of double precision is that number. Precondition: what validate() accepts.
std::uint32_t expert_capacity(std::size_t tokens, std::size_t top_k, std::size_t experts, double capacity_factor);

class Dispatcher {
 public:
  /// Fails as validate() does.
  static core::Result<Dispatcher> create(const DispatchConfig& config);

  /// Dispatches a batch in this thread. Returns the first token that holds a NaN, or nothing: then the members below
  /// tell of it. Allocates nothing. Precondition: logits.size() is tokens * experts, token after token.
  std::optional<std::size_t> dispatch(std::span<const float> logits) noexcept;

  /// The two steps of dispatch() for threads of the caller: first choose() for every part, then, when all have
  /// returned, place() for every part. Each part may have a thread of its own. choose() returns a token that holds a
  /// NaN.
  std::optional<std::size_t> choose(std::size_t part, std::span<const float> logits) noexcept;
  void place(std::size_t part) noexcept;

  /// top_k for each token, best first.
  std::span<const ExpertIndex> experts() const noexcept { return experts_; }
  std::span<const float> weights() const noexcept { return weights_; }

  /// For each of experts(): how many choices its expert had before it. It has a place where this is below capacity();
  /// otherwise it is dropped. All zero before a batch.
  std::span<const std::uint32_t> positions() const noexcept { return positions_; }
  std::uint32_t capacity() const noexcept { return capacity_; }

  /// By expert: the choices that named it, dropped ones too; their sum is tokens * top_k. O(experts * parts).
  std::vector<std::uint64_t> load() const;

  /// By expert: the sum over the batch's tokens of its probability; their sum is the number of tokens.
  std::vector<double> probability_sums() const;

  /// By expert: the sum of its weights in the tokens that chose it (Shazeer et al., 2017, equation 6).
  /// O(tokens * top_k).
  std::vector<double> importance() const;

  /// Tokens none of whose choices has a place: they pass the layer by. O(tokens * top_k).
  std::size_t tokens_without_expert() const noexcept;

  const DispatchConfig& config() const noexcept { return config_; }

 private:
  struct Part {
    TokenGate gate;
    std::size_t first;                  // token
    std::size_t count;                  // of tokens
    std::vector<std::uint32_t> chosen;  // by level and expert: the choices of this part
    std::vector<std::uint32_t> before;  // by level and expert: those that come before this part's
  };

  Dispatcher(const DispatchConfig& config, std::vector<Part> parts);
  std::size_t levels() const noexcept { return config_.priority == Priority::choice ? config_.gate.top_k : 1; }
  void count(Part& part, std::size_t first, std::size_t tokens) noexcept;

  DispatchConfig config_;
  std::uint32_t capacity_;
  std::vector<Part> parts_;
  std::vector<ExpertIndex> experts_;
  std::vector<float> weights_;
  std::vector<std::uint32_t> positions_;
};

}  // namespace moebench::moe
