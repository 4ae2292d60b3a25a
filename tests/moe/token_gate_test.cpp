#include "moebench/moe/token_gate.hpp"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "plain_dispatch.hpp"
#include "vector_target.hpp"

using moebench::core::Rng;
using namespace moebench::moe;

namespace {

constexpr std::size_t k_tokens = 67;  // whole vectors and a rest, whatever their length

struct Chosen {
  std::vector<ExpertIndex> experts;
  std::vector<float> weights;
  std::vector<double> probability_sums;
};

Chosen choose(const GateConfig& config, GateKernel kernel, const std::vector<float>& logits) {
  TokenGate gate = TokenGate::create(config, kernel).value();
  const std::size_t tokens = logits.size() / config.experts;
  Chosen chosen{std::vector<ExpertIndex>(tokens * config.top_k), std::vector<float>(tokens * config.top_k), {}};
  REQUIRE(gate.choose(logits, chosen.experts, chosen.weights) == tokens);
  chosen.probability_sums.assign(gate.probability_sums().begin(), gate.probability_sums().end());
  return chosen;
}

/// Every shape that the kernels treat in a way of its own.
template <class Body>
void for_shapes(const Body& body) {
  for (const std::size_t experts : {1U, 2U, 3U, 4U, 7U, 8U, 9U, 15U, 16U, 17U, 31U, 60U, 64U, 65U, 100U, 256U, 257U}) {
    for (const std::size_t top_k : {1U, 2U, 3U, 4U, 5U, 8U, 9U, 16U, 17U, 32U, 33U, 64U}) {
      if (top_k <= experts) {
        body(experts, top_k);
      }
    }
  }
}

/// Calls `use(kernel)` for each kernel, for vector once for each instruction set.
template <class Use>
void with_every_kernel(Use use) {
  use(GateKernel::scalar);
  test::with_every_target([&](std::int64_t target) {
    REQUIRE(gate_target() == hwy::TargetName(target));
    use(GateKernel::vector);
  });
}

constexpr plain::Kind k_kinds[] = {plain::Kind::normal, plain::Kind::ties, plain::Kind::all_equal,
                                   plain::Kind::infinities, plain::Kind::far_apart};

std::string subject_of(const GateConfig& config) {
  const auto gate = TokenGate::create(config, GateKernel::vector);
  return gate ? "" : gate.error().subject;
}

}  // namespace

TEST_CASE("both kernels choose what sorting puts first, for every shape and for ties and infinities") {
  Rng rng{7};
  for_shapes([&](std::size_t experts, std::size_t top_k) {
    for (const plain::Kind kind : k_kinds) {
      const auto logits = plain::logits(kind, k_tokens, experts, rng);
      const auto expected = plain::choices(logits, experts, top_k);
      with_every_kernel([&](GateKernel kernel) {
        CAPTURE(experts);
        CAPTURE(top_k);
        CAPTURE(static_cast<int>(kind));
        CAPTURE(name(kernel));
        REQUIRE(choose({.experts = experts, .top_k = top_k}, kernel, logits).experts == expected);
      });
    }
  });
}

TEST_CASE("weights are the softmax of the chosen, or its share among them, to some units in the last place") {
  Rng rng{8};
  for_shapes([&](std::size_t experts, std::size_t top_k) {
    for (const plain::Kind kind : k_kinds) {
      const auto logits = plain::logits(kind, k_tokens, experts, rng);
      const auto softmax = plain::softmax(logits, experts);
      with_every_kernel([&](GateKernel kernel) {
        for (const bool renormalise : {false, true}) {
          const Chosen chosen =
              choose({.experts = experts, .top_k = top_k, .renormalise = renormalise}, kernel, logits);
          for (std::size_t token = 0; token < k_tokens; ++token) {
            double sum = 0;
            for (std::size_t place = 0; place < top_k; ++place) {
              sum += softmax[token][chosen.experts[token * top_k + place]];
            }
            for (std::size_t place = 0; place < top_k; ++place) {
              const double p = softmax[token][chosen.experts[token * top_k + place]];
              const double expected = renormalise ? p / sum : p;
              CAPTURE(experts);
              CAPTURE(top_k);
              CAPTURE(static_cast<int>(kind));
              CAPTURE(name(kernel));
              // A sum of n numbers is off by some n^(1/2) roundings; what single precision cannot hold is 0.
              REQUIRE(static_cast<double>(chosen.weights[token * top_k + place]) ==
                      doctest::Approx(expected).epsilon(2e-6).scale(expected < 1e-30 ? 1e-24 : 0));
            }
          }
        }
      });
    }
  });
}

TEST_CASE("an expert's probabilities are summed up over all tokens, and all sums together are the number of tokens") {
  Rng rng{9};
  for (const std::size_t experts : {1U, 5U, 8U, 64U, 100U, 256U, 5000U}) {
    for (const std::size_t top_k : {1U, 8U}) {
      if (top_k > experts) {
        continue;
      }
      const std::size_t tokens = experts == 5000 ? 40 : 1003;
      const auto logits = plain::logits(plain::Kind::normal, tokens, experts, rng);
      const auto softmax = plain::softmax(logits, experts);
      with_every_kernel([&](GateKernel kernel) {
        const Chosen chosen = choose({.experts = experts, .top_k = top_k}, kernel, logits);
        double total = 0;
        for (std::size_t e = 0; e < experts; ++e) {
          double expected = 0;
          for (const auto& row : softmax) {
            expected += row[e];
          }
          CHECK(chosen.probability_sums[e] == doctest::Approx(expected).epsilon(2e-6));
          total += chosen.probability_sums[e];
        }
        CHECK(total == doctest::Approx(static_cast<double>(tokens)).epsilon(1e-6));
      });
    }
  }
}

TEST_CASE("probabilities add up over batches until it is reset") {
  Rng rng{10};
  const auto logits = plain::logits(plain::Kind::normal, 20, 8, rng);
  TokenGate gate = TokenGate::create({}, GateKernel::vector).value();
  std::vector<ExpertIndex> experts(20);
  std::vector<float> weights(20);
  gate.choose(logits, experts, weights);
  const double once = gate.probability_sums()[3];
  gate.choose(logits, experts, weights);
  CHECK(gate.probability_sums()[3] == doctest::Approx(2 * once));
  gate.reset();
  CHECK(gate.probability_sums()[3] == 0);
}

TEST_CASE("a bias moves the choice and no weight") {
  Rng rng{11};
  for (const std::size_t experts : {8U, 64U, 100U, 256U}) {
    for (const std::size_t top_k : {1U, 2U, 8U}) {
      GateConfig config{.experts = experts, .top_k = top_k, .renormalise = false, .selection_bias = {}};
      for (std::size_t e = 0; e < experts; ++e) {
        config.selection_bias.push_back(static_cast<float>(rng.normal()) * 0.05F);
      }
      const auto logits = plain::logits(plain::Kind::normal, k_tokens, experts, rng);
      with_every_kernel([&](GateKernel kernel) {
        const Chosen chosen = choose(config, kernel, logits);
        TokenGate gate = TokenGate::create(config, kernel).value();
        std::vector<float> probabilities(experts);
        for (std::size_t token = 0; token < k_tokens; ++token) {
          // The kernel's own probabilities: a choice between near equals hangs on their last bit.
          REQUIRE(gate.softmax({logits.data() + token * experts, experts}, probabilities));
          std::vector<float> scores(experts);
          for (std::size_t e = 0; e < experts; ++e) {
            scores[e] = probabilities[e] + config.selection_bias[e];
          }
          const auto expected = plain::best(scores.data(), experts, top_k);
          for (std::size_t place = 0; place < top_k; ++place) {
            REQUIRE(chosen.experts[token * top_k + place] == expected[place]);
            REQUIRE(chosen.weights[token * top_k + place] == doctest::Approx(probabilities[expected[place]]));
          }
        }
      });
    }
  }
}

TEST_CASE("logits as low as they can be are as equal as any, and what fills up a vector counts nothing") {
  for (const std::size_t experts : {1U, 2U, 3U, 5U, 7U, 9U, 20U, 65U}) {
    const std::vector<float> logits(k_tokens * experts, std::numeric_limits<float>::lowest());
    with_every_kernel([&](GateKernel kernel) {
      for (const bool biased : {false, true}) {
        CAPTURE(experts);
        CAPTURE(name(kernel));
        GateConfig config{.experts = experts, .top_k = 1, .renormalise = false, .selection_bias = {}};
        config.selection_bias.resize(biased ? experts : 0);
        const Chosen chosen = choose(config, kernel, logits);
        for (std::size_t token = 0; token < k_tokens; ++token) {
          REQUIRE(chosen.experts[token] == 0);
          REQUIRE(static_cast<double>(chosen.weights[token]) == doctest::Approx(1.0 / static_cast<double>(experts)));
        }
        CHECK(chosen.probability_sums[0] ==
              doctest::Approx(static_cast<double>(k_tokens) / static_cast<double>(experts)));
      }
    });
  }
}

TEST_CASE("weights stay finite where a bias chooses what is next to impossible") {
  for (const float gap : {80.0F, 87.0F, 88.0F, 90.0F, 95.0F, 100.0F, 103.0F, 110.0F}) {
    const GateConfig config{.experts = 4, .top_k = 2, .renormalise = true, .selection_bias = {0, 0, 2, 2}};
    with_every_kernel([&](GateKernel kernel) {
      CAPTURE(gap);
      CAPTURE(name(kernel));
      const Chosen chosen = choose(config, kernel, {gap, 0, 0.1F, 0});
      CHECK(static_cast<double>(chosen.weights[0] + chosen.weights[1]) == doctest::Approx(1));
    });
  }
}

TEST_CASE("experts that nothing but their bias gets chosen share a weight of 1") {
  const GateConfig config{.experts = 3, .top_k = 2, .renormalise = true, .selection_bias = {0, 5, 5}};
  with_every_kernel([&](GateKernel kernel) {
    const Chosen chosen = choose(config, kernel, {500, 0, 0});
    CHECK(chosen.experts == std::vector<ExpertIndex>{1, 2});
    CHECK(chosen.weights == std::vector<float>{0.5F, 0.5F});
  });
}

TEST_CASE("a NaN stops at its token, wherever it stands, and those before it are chosen") {
  for (const std::size_t experts : {1U, 8U, 9U, 64U, 256U}) {
    for (const std::size_t token : {0U, 1U, 7U, 8U, 20U, 63U, 66U}) {
      for (const std::size_t expert : {std::size_t{0}, experts / 2, experts - 1}) {
        Rng rng{12};
        auto logits = plain::logits(plain::Kind::normal, k_tokens, experts, rng);
        const auto expected = plain::choices(logits, experts, 1);
        logits[token * experts + expert] = std::numeric_limits<float>::quiet_NaN();
        with_every_kernel([&](GateKernel kernel) {
          TokenGate gate = TokenGate::create({.experts = experts}, kernel).value();
          std::vector<ExpertIndex> chosen(k_tokens);
          std::vector<float> weights(k_tokens);
          REQUIRE(gate.choose(logits, chosen, weights) == token);
          for (std::size_t i = 0; i < token; ++i) {
            REQUIRE(chosen[i] == expected[i]);
          }
          std::vector<float> row(experts);
          CHECK_FALSE(gate.softmax({logits.data() + token * experts, experts}, row));
        });
      }
    }
  }
}

TEST_CASE("the vector kernel's exponentials are within 2 units in the last place of the true ones") {
  // Two experts, the first at 0: its probability is 1 / (1 + e^x), the second's e^x / (1 + e^x), and their quotient
  // e^x.
  TokenGate gate = TokenGate::create({.experts = 2}, GateKernel::vector).value();
  std::vector<float> p(2);
  double worst = 0;
  for (int i = 0; i <= 800'000; ++i) {
    const float x = -static_cast<float>(i) * 1e-4F;
    REQUIRE(gate.softmax(std::vector<float>{0.0F, x}, p));
    const double expected = std::exp(static_cast<double>(x)) / (1 + std::exp(static_cast<double>(x)));
    worst = std::max(worst, std::abs(static_cast<double>(p[1]) / expected - 1));
  }
  CHECK(worst < 4 * 0x1p-24);  // the sum, its inverse and the product add half a unit each
  REQUIRE(gate.softmax(std::vector<float>{0.0F, -100.0F}, p));
  CHECK(p[1] == 0);
  CHECK(p[0] == 1);
}

TEST_CASE("what no gate can be is refused by name") {
  CHECK(subject_of({.experts = 0}) == "experts");
  CHECK(subject_of({.experts = 65'537}) == "experts");
  CHECK(subject_of({.experts = 65'536}).empty());
  CHECK(subject_of({.experts = 8, .top_k = 0}) == "top-k");
  CHECK(subject_of({.experts = 8, .top_k = 9}) == "top-k");
  CHECK(subject_of({.experts = 256, .top_k = 65}) == "top-k");
  CHECK(subject_of({.experts = 2, .selection_bias = {1}}) == "selection bias");
  CHECK(subject_of({.experts = 1, .selection_bias = {INFINITY}}) == "selection bias");
}
