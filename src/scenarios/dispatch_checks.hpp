// Holds what a dispatch came to against other ways of finding it. Private to scenarios.
#pragma once

#include <span>
#include <vector>

#include "moebench/core/result_set.hpp"
#include "moebench/moe/dispatcher.hpp"
#include "moebench/moe/expert_choice.hpp"

namespace moebench::scenarios {

/// The dispatcher's last batch against the scalar kernel's choices and weights, and its positions against a recount.
/// Choices by probability may differ where the scalar kernel's own scores of both are equal to a millionth.
std::vector<core::Check> dispatch_checks(const moe::Dispatcher& dispatcher, std::span<const float> logits);

/// The last batch against the scalar kernel's, in the same way.
std::vector<core::Check> expert_choice_checks(const moe::ExpertChoice& choice, std::span<const float> logits);

}  // namespace moebench::scenarios
