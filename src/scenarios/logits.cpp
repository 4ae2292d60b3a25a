#include "moebench/scenarios/logits.hpp"

#include <cmath>

namespace moebench::scenarios {

float zipf_logit(std::size_t expert, core::Rng& rng) {
  // Gumbel-max: the largest of log(weight) + Gumbel noise is expert e with probability weight_e / sum of weights.
  const double uniform = 1.0 - rng.uniform();  // in (0, 1]
  const double gumbel = -std::log(-std::log(uniform * (1.0 - 0x1.0p-53)));
  return static_cast<float>(gumbel - std::log(static_cast<double>(expert) + 1.0));
}

std::vector<float> draw_logits(LogitKind kind, std::size_t tokens, std::size_t experts, core::Rng rng) {
  std::vector<float> logits(tokens * experts);
  for (std::size_t i = 0; i < logits.size(); ++i) {
    logits[i] = kind == LogitKind::zipf ? zipf_logit(i % experts, rng) : static_cast<float>(rng.normal());
  }
  return logits;
}

}  // namespace moebench::scenarios
