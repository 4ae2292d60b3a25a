#include "dispatch_checks.hpp"

#include <cstdint>
#include <string>

#include <fmt/format.h>

namespace moebench::scenarios {
namespace {

using moe::Dispatcher;
using moe::ExpertChoice;

std::uint64_t differences(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b) {
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    count += a[i] != b[i] ? 1U : 0U;
  }
  return count;
}

/// `allowed` differ at most: of choices by probability some are between near equals, which the kernels' last bits
/// decide.
core::Check same_choices(std::uint64_t different, std::size_t choices, std::size_t allowed) {
  return {.name = "choices that are not the scalar kernel's",
          .expected = allowed == 0 ? "0" : fmt::format("at most {} of {}", allowed, choices),
          .actual = std::to_string(different),
          .ok = different <= allowed};
}

/// Positions counted as their definition says, choice after choice.
std::vector<std::uint32_t> recount(const Dispatcher& dispatcher) {
  const std::size_t top_k = dispatcher.config().gate.top_k;
  const std::size_t tokens = dispatcher.config().tokens;
  const bool by_choice = dispatcher.config().priority == moe::Priority::choice;
  std::vector<std::uint32_t> taken(dispatcher.config().gate.experts);
  std::vector<std::uint32_t> positions(dispatcher.experts().size());
  for (std::size_t i = 0; i < positions.size(); ++i) {
    const std::size_t at = by_choice ? i % tokens * top_k + i / tokens : i;
    positions[at] = taken[dispatcher.experts()[at]]++;
  }
  return positions;
}

}  // namespace

std::vector<core::Check> dispatch_checks(const Dispatcher& dispatcher, std::span<const float> logits) {
  moe::DispatchConfig plain = dispatcher.config();
  plain.kernel = moe::GateKernel::scalar;
  plain.parts = 1;
  Dispatcher oracle = Dispatcher::create(plain).value();
  oracle.dispatch(logits);
  const std::uint64_t misplaced = differences(dispatcher.positions(), recount(dispatcher));
  return {same_choices(differences(dispatcher.experts(), oracle.experts()), dispatcher.experts().size(),
                       plain.gate.selection_bias.empty() ? 0 : dispatcher.experts().size() / 1000),
          {.name = "positions that are not the number of earlier choices",
           .expected = "0",
           .actual = std::to_string(misplaced),
           .ok = misplaced == 0}};
}

std::vector<core::Check> expert_choice_checks(const ExpertChoice& choice, std::span<const float> logits) {
  moe::ExpertChoiceConfig plain = choice.config();
  plain.kernel = moe::GateKernel::scalar;
  plain.parts = 1;
  ExpertChoice oracle = ExpertChoice::create(plain).value();
  oracle.dispatch(logits);
  return {same_choices(differences(choice.tokens(), oracle.tokens()), choice.tokens().size(),
                       choice.tokens().size() / 100)};
}

}  // namespace moebench::scenarios
