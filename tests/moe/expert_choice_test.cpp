#include "moebench/moe/expert_choice.hpp"

#include <cmath>
#include <numeric>
#include <vector>

#include <doctest/doctest.h>

#include "plain_dispatch.hpp"

using moebench::core::Rng;
using namespace moebench::moe;

TEST_CASE("every expert takes the tokens that want it most, in that order") {
  Rng rng{31};
  for (const plain::Kind kind :
       {plain::Kind::normal, plain::Kind::ties, plain::Kind::all_equal, plain::Kind::infinities}) {
    for (const std::size_t experts : {1U, 8U, 60U}) {
      for (const std::size_t parts : {1U, 3U}) {
        const std::size_t tokens = 100 + rng.below(100);
        const auto capacity = static_cast<std::uint32_t>(1 + rng.below(tokens));
        const auto logits = plain::logits(kind, tokens, experts, rng);
        for (const GateKernel kernel : {GateKernel::scalar, GateKernel::vector}) {
          ExpertChoice choice = ExpertChoice::create({tokens, experts, capacity, kernel, parts}).value();
          REQUIRE_FALSE(choice.dispatch(logits).has_value());
          TokenGate gate = TokenGate::create({.experts = experts}, kernel).value();
          std::vector<std::vector<float>> columns(experts, std::vector<float>(tokens));
          std::vector<float> row(experts);
          for (std::size_t token = 0; token < tokens; ++token) {
            REQUIRE(gate.softmax({logits.data() + token * experts, experts}, row));
            for (std::size_t e = 0; e < experts; ++e) {
              columns[e][token] = row[e];
            }
          }
          for (std::size_t e = 0; e < experts; ++e) {
            const auto expected = plain::best(columns[e].data(), tokens, capacity);
            for (std::size_t place = 0; place < capacity; ++place) {
              REQUIRE(choice.tokens()[e * capacity + place] == expected[place]);
              REQUIRE(choice.weights()[e * capacity + place] == columns[e][expected[place]]);
            }
          }
          const auto taken = choice.experts_of_tokens();
          CHECK(std::accumulate(taken.begin(), taken.end(), 0U) == capacity * experts);
        }
      }
    }
  }
}

TEST_CASE("a NaN is reported with its token, and impossible choices by name") {
  std::vector<float> logits(80, 1.0F);
  logits[8 * 3 + 1] = NAN;
  ExpertChoice choice = ExpertChoice::create({.tokens = 10, .experts = 8, .capacity = 2}).value();
  CHECK(choice.dispatch(logits) == 3U);
  CHECK(ExpertChoice::create({.tokens = 0, .experts = 8, .capacity = 1}).error().subject == "tokens");
  CHECK(ExpertChoice::create({.tokens = 10, .experts = 8, .capacity = 0}).error().subject == "capacity");
  CHECK(ExpertChoice::create({.tokens = 10, .experts = 8, .capacity = 11}).error().subject == "capacity");
  CHECK(ExpertChoice::create({.tokens = 10, .experts = 0, .capacity = 1}).error().subject == "experts");
  ExpertChoiceConfig no_parts{.tokens = 10, .experts = 8, .capacity = 1};
  no_parts.parts = 0;
  CHECK(ExpertChoice::create(no_parts).error().subject == "threads");
}
