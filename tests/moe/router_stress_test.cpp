// What must hold however many threads ask. Run under ThreadSanitizer as well.
#include <atomic>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "moebench/core/rng.hpp"
#include "moebench/moe/router.hpp"

using moebench::core::Rng;
using moebench::moe::Admission;
using moebench::moe::Policy;
using moebench::moe::Router;

namespace {

constexpr std::size_t k_experts = 4;
constexpr std::uint32_t k_capacity = 3;

/// Admits and releases at random; every place is checked against a second, independent count of who is inside.
void admit_and_release(Router& router, std::vector<std::atomic<int>>& inside, std::atomic<int>& violations, Rng rng) {
  std::vector<Admission> held;
  std::vector<float> scores(k_experts);
  for (int step = 0; step < 4000; ++step) {
    for (float& score : scores) {
      score = static_cast<float>(rng.uniform());
    }
    if (const auto admission = router.admit(scores)) {
      const int now = inside[admission->expert].fetch_add(1) + 1;
      const bool broken = now > static_cast<int>(k_capacity) || admission->depth > k_capacity || admission->depth == 0;
      violations += broken ? 1 : 0;
      held.push_back(*admission);
    }
    if (held.size() > rng.below(4)) {
      inside[held.back().expert].fetch_sub(1);
      router.release(held.back());
      held.pop_back();
    }
  }
  for (const Admission& admission : held) {
    inside[admission.expert].fetch_sub(1);
    router.release(admission);
  }
}

}  // namespace

TEST_CASE("no queue passes its capacity while many threads admit and release, and all are empty at the end") {
  for (const Policy policy : {Policy::capacity_factor, Policy::power_of_two, Policy::top_1}) {
    Router router = Router::create({.experts = k_experts, .capacity = k_capacity, .policy = policy}).value();
    std::vector<std::atomic<int>> inside(k_experts);
    std::atomic<int> violations{0};
    {
      std::vector<std::jthread> threads;
      for (std::uint64_t thread = 0; thread < 8; ++thread) {
        threads.emplace_back([&, thread] { admit_and_release(router, inside, violations, Rng{42, thread}); });
      }
    }
    CHECK(violations == 0);
    for (moebench::moe::ExpertIndex expert = 0; expert < k_experts; ++expert) {
      CHECK(router.queue_depth(expert) == 0);
    }
  }
}

TEST_CASE("threads that all want the same two experts get exactly the places that there are") {
  const std::vector<float> scores{0.7F, 0.2F, 0.05F, 0.05F};
  for (int round = 0; round < 50; ++round) {
    Router router = Router::create({.experts = 4, .capacity = 5}).value();
    std::atomic<int> admitted{0};
    std::atomic<int> refused{0};
    {
      std::vector<std::jthread> threads;
      for (int thread = 0; thread < 20; ++thread) {
        threads.emplace_back([&] { (router.admit(scores) ? admitted : refused).fetch_add(1); });
      }
    }
    REQUIRE(admitted == 10);
    REQUIRE(refused == 10);
    REQUIRE(router.queue_depth(0) == 5);
    REQUIRE(router.queue_depth(1) == 5);
  }
}
