// The gate logits of a batch of tokens, made before the clock starts. Included by dispatch_scenario, scores and cli.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "moebench/core/rng.hpp"

namespace moebench::scenarios {

enum class LogitKind : std::uint8_t {
  normal,  // independent standard normal: every expert is wanted equally often
  zipf,    // Gumbel noise less log(e + 1): expert e is best with probability proportional to 1 / (e + 1)
  given,   // from a file
};

/// One expert's logit or score of the kind zipf.
float zipf_logit(std::size_t expert, core::Rng& rng);

/// tokens * experts logits, token after token, of a kind that is drawn. Both at least 1.
std::vector<float> draw_logits(LogitKind kind, std::size_t tokens, std::size_t experts, core::Rng rng);

}  // namespace moebench::scenarios
