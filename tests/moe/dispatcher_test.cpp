#include "moebench/moe/dispatcher.hpp"

#include <cmath>
#include <numeric>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "plain_dispatch.hpp"

using moebench::core::Rng;
using namespace moebench::moe;

namespace {

DispatchConfig config_of(std::size_t tokens, std::size_t experts, std::size_t top_k) {
  DispatchConfig config;
  config.gate = {.experts = experts, .top_k = top_k};
  config.tokens = tokens;
  return config;
}

std::vector<std::uint32_t> copy(std::span<const std::uint32_t> values) {
  return {values.begin(), values.end()};
}

std::string subject_of(const DispatchConfig& config) {
  const auto made = Dispatcher::create(config);
  return made ? "" : made.error().subject;
}

}  // namespace

TEST_CASE("capacity is tokens times k over experts times the factor, rounded up") {
  CHECK(expert_capacity(4096, 1, 8, 1.25) == 640);
  CHECK(expert_capacity(4096, 2, 64, 1.0) == 128);
  CHECK(expert_capacity(10, 1, 3, 1.0) == 4);
  CHECK(expert_capacity(10, 1, 3, 0.9) == 3);
  CHECK(expert_capacity(1, 1, 256, 0.1) == 1);
  CHECK(expert_capacity(1300, 1, 2, 1.1) == 715);  // not 716, though 1.1 is a little more than 11 / 10 as a double
  CHECK(expert_capacity(32'000, 6, 256, 1.1) == 825);
}

TEST_CASE("positions are the plain implementation's, whoever comes first and in however many parts") {
  Rng rng{21};
  for (const plain::Kind kind :
       {plain::Kind::normal, plain::Kind::ties, plain::Kind::all_equal, plain::Kind::infinities}) {
    for (const std::size_t experts : {1U, 8U, 64U, 256U}) {
      for (const std::size_t top_k : {1U, 2U, 8U}) {
        if (top_k > experts) {
          continue;
        }
        const std::size_t tokens = 1 + rng.below(700);
        const auto logits = plain::logits(kind, tokens, experts, rng);
        const auto choices = plain::choices(logits, experts, top_k);
        for (const Priority priority : {Priority::token, Priority::choice}) {
          const auto expected = plain::positions(choices, experts, top_k, priority == Priority::choice);
          for (const std::size_t parts : {1U, 2U, 3U, 7U}) {
            DispatchConfig config = config_of(tokens, experts, top_k);
            config.priority = priority;
            config.parts = parts;
            Dispatcher dispatcher = Dispatcher::create(config).value();
            for (int batch = 0; batch < 2; ++batch) {  // the second finds the first one's traces
              REQUIRE_FALSE(dispatcher.dispatch(logits).has_value());
              REQUIRE(copy(dispatcher.experts()) == choices);
              REQUIRE(copy(dispatcher.positions()) == expected);
            }
          }
        }
      }
    }
  }
}

TEST_CASE("load, drops, probabilities and importance add up") {
  Rng rng{22};
  DispatchConfig config = config_of(1000, 8, 2);
  config.capacity_factor = 0.5;
  config.parts = 3;
  Dispatcher dispatcher = Dispatcher::create(config).value();
  const auto logits = plain::logits(plain::Kind::normal, 1000, 8, rng);
  REQUIRE_FALSE(dispatcher.dispatch(logits).has_value());
  const auto load = dispatcher.load();
  CHECK(std::accumulate(load.begin(), load.end(), std::uint64_t{0}) == 2000);
  const auto sums = dispatcher.probability_sums();
  CHECK(std::accumulate(sums.begin(), sums.end(), 0.0) == doctest::Approx(1000));
  const auto importance = dispatcher.importance();
  const auto weights = dispatcher.weights();
  CHECK(std::accumulate(importance.begin(), importance.end(), 0.0) ==
        doctest::Approx(std::accumulate(weights.begin(), weights.end(), 0.0)));
  CHECK(importance[dispatcher.experts()[0]] > 0);
  CHECK(dispatcher.capacity() == 125);
  std::vector<std::uint64_t> placed(8);
  std::size_t without = 0;
  for (std::size_t token = 0; token < 1000; ++token) {
    bool any = false;
    for (std::size_t at = 2 * token; at < 2 * token + 2; ++at) {
      if (dispatcher.positions()[at] < dispatcher.capacity()) {
        ++placed[dispatcher.experts()[at]];
        any = true;
      }
    }
    without += any ? 0U : 1U;
  }
  for (std::size_t expert = 0; expert < 8; ++expert) {
    CHECK(placed[expert] == std::min<std::uint64_t>(load[expert], 125));
  }
  CHECK(dispatcher.tokens_without_expert() == without);
  CHECK(without > 0);
}

TEST_CASE("first choices get their places before second ones with choice priority") {
  // Token 0 wants experts 0 and 1, token 1 wants 1 and 0: with one place each, GShard's order gives both their first.
  const std::vector<float> logits{2, 1, 1, 2};
  DispatchConfig config = config_of(2, 2, 2);
  config.capacity_factor = 0.5;
  config.priority = Priority::choice;
  Dispatcher by_choice = Dispatcher::create(config).value();
  by_choice.dispatch(logits);
  CHECK(copy(by_choice.positions()) == std::vector<std::uint32_t>{0, 1, 0, 1});
  config.priority = Priority::token;
  Dispatcher by_token = Dispatcher::create(config).value();
  by_token.dispatch(logits);
  CHECK(copy(by_token.positions()) == std::vector<std::uint32_t>{0, 0, 1, 1});
  CHECK(by_token.tokens_without_expert() == 1);
}

TEST_CASE("a NaN is reported with its token") {
  Rng rng{23};
  auto logits = plain::logits(plain::Kind::normal, 600, 8, rng);
  logits[8 * 421 + 5] = NAN;
  for (const std::size_t parts : {1U, 4U}) {
    DispatchConfig config = config_of(600, 8, 1);
    config.parts = parts;
    Dispatcher dispatcher = Dispatcher::create(config).value();
    CHECK(dispatcher.dispatch(logits) == 421U);
  }
}

TEST_CASE("threads that each take a part come to what one thread does") {
  Rng rng{24};
  const auto logits = plain::logits(plain::Kind::normal, 3001, 64, rng);
  for (const Priority priority : {Priority::token, Priority::choice}) {
    DispatchConfig config = config_of(3001, 64, 8);
    config.priority = priority;
    Dispatcher alone = Dispatcher::create(config).value();
    alone.dispatch(logits);
    config.parts = 4;
    Dispatcher together = Dispatcher::create(config).value();
    const auto in_threads = [&](auto step) {
      std::vector<std::jthread> threads;
      for (std::size_t part = 0; part < 4; ++part) {
        threads.emplace_back([&, part] { step(part); });
      }
    };
    in_threads([&](std::size_t part) { together.choose(part, logits); });
    in_threads([&](std::size_t part) { together.place(part); });
    CHECK(copy(together.experts()) == copy(alone.experts()));
    CHECK(copy(together.positions()) == copy(alone.positions()));
    CHECK(together.load() == alone.load());
  }
}

TEST_CASE("what no dispatch can be is refused by name") {
  CHECK(subject_of(config_of(0, 8, 1)) == "tokens");
  CHECK(subject_of(config_of(std::size_t{1} << 32U, 8, 1)) == "tokens");
  CHECK(subject_of(config_of(8, 8, 9)) == "top-k");
  DispatchConfig config = config_of(8, 8, 1);
  config.capacity_factor = 0;
  CHECK(subject_of(config) == "capacity-factor");
  config.capacity_factor = std::nan("");
  CHECK(subject_of(config) == "capacity-factor");
  config.capacity_factor = 1e30;
  CHECK(subject_of(config) == "capacity-factor");
  config.capacity_factor = 1;
  config.parts = 0;
  CHECK(subject_of(config) == "threads");
}
