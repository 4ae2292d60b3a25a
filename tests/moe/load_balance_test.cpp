#include "moebench/moe/load_balance.hpp"

#include <vector>

#include <doctest/doctest.h>

#include "moebench/moe/dispatcher.hpp"
#include "plain_dispatch.hpp"

using namespace moebench::moe;

TEST_CASE("imbalance is 1 for an even load and the number of experts for one busy expert") {
  CHECK(load_imbalance(std::vector<std::uint64_t>{5, 5, 5, 5}) == 1);
  CHECK(load_imbalance(std::vector<std::uint64_t>{0, 20, 0, 0}) == 4);
  CHECK(load_imbalance(std::vector<std::uint64_t>{1, 3}) == 1.5);
}

TEST_CASE("the auxiliary loss is N sum f P") {
  CHECK(auxiliary_loss(std::vector<std::uint64_t>{5, 5}, std::vector<double>{5, 5}) == 1);
  CHECK(auxiliary_loss(std::vector<std::uint64_t>{10, 0}, std::vector<double>{10, 0}) == 2);
  // f = (0.75, 0.25), P = (0.6, 0.4): 2 (0.45 + 0.1)
  CHECK(auxiliary_loss(std::vector<std::uint64_t>{3, 1}, std::vector<double>{2.4, 1.6}) == doctest::Approx(1.1));
}

TEST_CASE("the variation of importance is sd over mean") {
  CHECK(importance_variation(std::vector<double>{3, 3, 3}) == 0);
  CHECK(importance_variation(std::vector<double>{1, 3}) == doctest::Approx(0.5));
}

TEST_CASE("a step of balancing moves bias towards experts below the mean") {
  std::vector<float> bias{0, 0, 0};
  balance_bias(bias, std::vector<std::uint64_t>{1, 3, 2}, 0.5F);
  CHECK(bias == std::vector<float>{0.5F, -0.5F, 0});
}

TEST_CASE("balancing by bias evens out a skewed batch") {
  moebench::core::Rng rng{41};
  const std::size_t tokens = 2000;
  const std::size_t experts = 16;
  auto logits = plain::logits(plain::Kind::normal, tokens, experts, rng);
  for (std::size_t i = 0; i < logits.size(); ++i) {
    logits[i] -= static_cast<float>(i % experts) * 0.2F;
  }
  DispatchConfig config;
  config.tokens = tokens;
  config.gate = {.experts = experts, .top_k = 2, .renormalise = true, .selection_bias = std::vector<float>(experts)};
  double first = 0;
  double last = 0;
  for (int step = 0; step < 300; ++step) {
    Dispatcher dispatcher = Dispatcher::create(config).value();
    dispatcher.dispatch(logits);
    last = load_imbalance(dispatcher.load());
    first = step == 0 ? last : first;
    balance_bias(config.gate.selection_bias, dispatcher.load(), 0.001F);
  }
  CHECK(first > 2);
  CHECK(last < 1.1);
}
