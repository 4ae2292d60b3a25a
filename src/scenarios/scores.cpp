#include "moebench/scenarios/scores.hpp"

#include <algorithm>
#include <array>

#include "moebench/scenarios/logits.hpp"

namespace moebench::scenarios {
namespace {

// The reference's load test gives every request these scores: expert 3 is always best, expert 1 second.
constexpr std::array<float, 8> k_reference_scores{0.1F, 0.2F, 0.15F, 0.3F, 0.05F, 0.1F, 0.05F, 0.05F};

// A request's scores are fresh from the gate, so they should come from a near cache: 1024 rows of 8 experts are 32 KiB.
// Many experts get fewer rows, so that the tables of all threads fit the memory.
constexpr std::size_t k_most_rows = 1024;
constexpr std::size_t k_most_scores = 1U << 20U;

std::size_t rows_of(ScoreKind kind, std::size_t experts) {
  return kind == ScoreKind::reference ? 1 : std::clamp<std::size_t>(k_most_scores / experts, 1, k_most_rows);
}

float draw(ScoreKind kind, std::size_t expert, core::Rng& rng) {
  return kind == ScoreKind::uniform ? static_cast<float>(rng.uniform()) : zipf_logit(expert, rng);
}

}  // namespace

ScoreTable::ScoreTable(ScoreKind kind, std::size_t experts, core::Rng rng) : experts_{experts} {
  const std::size_t rows = rows_of(kind, experts);
  scores_.reserve(rows * experts);
  for (std::size_t i = 0; i < rows * experts; ++i) {
    const std::size_t expert = i % experts;
    scores_.push_back(kind == ScoreKind::reference ? k_reference_scores.at(expert % k_reference_scores.size())
                                                   : draw(kind, expert, rng));
  }
}

}  // namespace moebench::scenarios
