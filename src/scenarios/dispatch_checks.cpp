#include "dispatch_checks.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>

#include <fmt/format.h>

namespace moebench::scenarios {
namespace {

using moe::Dispatcher;
using moe::ExpertChoice;
using Logits = std::span<const float>;

// Some roundings of single precision: as far as two kernels' probabilities may lie apart.
constexpr double k_tolerance = 1e-5;
constexpr double k_near_equal = 1e-6;

core::Check none_of(std::string name, std::uint64_t seen) {
  return {.name = std::move(name), .expected = "0", .actual = std::to_string(seen), .ok = seen == 0};
}

/// The scalar kernel's probability, with the bias that choices are made by, of single experts.
class Scores {
 public:
  Scores(moe::GateConfig config, Logits logits)
      : bias_{config.selection_bias},
        gate_{moe::TokenGate::create(config, moe::GateKernel::scalar).value()},
        row_(config.experts),
        logits_{logits} {}

  double of(std::size_t token, std::size_t expert) {
    gate_.softmax(logits_.subspan(token * row_.size(), row_.size()), row_);
    return static_cast<double>(row_[expert]) + (bias_.empty() ? 0.0 : static_cast<double>(bias_[expert]));
  }

  bool nearly_equal(std::size_t token_a, std::size_t expert_a, std::size_t token_b, std::size_t expert_b) {
    const double a = of(token_a, expert_a);
    const double b = of(token_b, expert_b);
    return std::abs(a - b) <= k_near_equal * std::max(std::abs(a), std::abs(b));
  }

 private:
  std::vector<float> bias_;
  moe::TokenGate gate_;
  std::vector<float> row_;
  Logits logits_;
};

bool differ(float ours, float oracle) {
  return std::abs(static_cast<double>(ours) - static_cast<double>(oracle)) >
         k_tolerance * std::max(static_cast<double>(oracle), 1e-30);
}

/// Positions counted as their definition says, choice after choice.
std::uint64_t misplaced(const Dispatcher& dispatcher) {
  const std::size_t top_k = dispatcher.config().gate.top_k;
  const std::size_t tokens = dispatcher.config().tokens;
  const bool by_choice = dispatcher.config().priority == moe::Priority::choice;
  std::vector<std::uint32_t> taken(dispatcher.config().gate.experts);
  std::uint64_t wrong = 0;
  for (std::size_t i = 0; i < dispatcher.experts().size(); ++i) {
    const std::size_t at = by_choice ? i % tokens * top_k + i / tokens : i;
    wrong += dispatcher.positions()[at] != taken[dispatcher.experts()[at]]++ ? 1U : 0U;
  }
  return wrong;
}

}  // namespace

std::vector<core::Check> dispatch_checks(const Dispatcher& dispatcher, Logits logits) {
  moe::DispatchConfig plain = dispatcher.config();
  plain.kernel = moe::GateKernel::scalar;
  plain.parts = 1;
  Dispatcher oracle = Dispatcher::create(plain).value();
  oracle.dispatch(logits);
  Scores scores{plain.gate, logits};
  const bool by_probability = !plain.gate.selection_bias.empty();
  std::uint64_t other_experts = 0;
  std::uint64_t other_weights = 0;
  for (std::size_t i = 0; i < oracle.experts().size(); ++i) {
    const std::size_t token = i / plain.gate.top_k;
    const moe::ExpertIndex ours = dispatcher.experts()[i];
    const moe::ExpertIndex theirs = oracle.experts()[i];
    if (ours != theirs) {
      other_experts += by_probability && scores.nearly_equal(token, ours, token, theirs) ? 0U : 1U;
    } else if (!by_probability) {  // with a bias, an exchanged near equal changes its neighbours' shares
      other_weights += differ(dispatcher.weights()[i], oracle.weights()[i]) ? 1U : 0U;
    }
  }
  return {none_of("choices that are not the scalar kernel's", other_experts),
          none_of("weights further than 1e-5 from the scalar kernel's", other_weights),
          none_of("positions that are not the number of earlier choices", misplaced(dispatcher))};
}

std::vector<core::Check> expert_choice_checks(const ExpertChoice& choice, Logits logits) {
  moe::ExpertChoiceConfig plain = choice.config();
  plain.kernel = moe::GateKernel::scalar;
  plain.parts = 1;
  ExpertChoice oracle = ExpertChoice::create(plain).value();
  oracle.dispatch(logits);
  Scores scores{{.experts = plain.experts}, logits};
  std::uint64_t other_tokens = 0;
  std::uint64_t other_weights = 0;
  for (std::size_t i = 0; i < oracle.tokens().size(); ++i) {
    const std::size_t expert = i / plain.capacity;
    if (choice.tokens()[i] != oracle.tokens()[i]) {
      other_tokens += scores.nearly_equal(choice.tokens()[i], expert, oracle.tokens()[i], expert) ? 0U : 1U;
    }
    other_weights += differ(choice.weights()[i], oracle.weights()[i]) ? 1U : 0U;
  }
  return {none_of("choices that are not the scalar kernel's", other_tokens),
          none_of("weights further than 1e-5 from the scalar kernel's", other_weights)};
}

}  // namespace moebench::scenarios
