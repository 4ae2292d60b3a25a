#include "moebench/moe/gating.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <vector>

#include <doctest/doctest.h>

#include "moebench/core/rng.hpp"
#include "vector_target.hpp"

using moebench::core::Rng;
using moebench::moe::ExpertIndex;
using moebench::moe::top_two;
using moebench::moe::TopTwo;

namespace {

/// The definition: indices in stable order of descending score.
TopTwo by_sorting(const std::vector<float>& scores) {
  std::vector<ExpertIndex> order(scores.size());
  std::iota(order.begin(), order.end(), ExpertIndex{0});
  std::ranges::stable_sort(order, [&](ExpertIndex a, ExpertIndex b) { return scores[a] > scores[b]; });
  return {order[0], order.size() > 1 ? order[1] : order[0], true};
}

}  // namespace

TEST_CASE("the two best experts are those that sorting puts first, over random scores with many ties") {
  Rng rng{42};
  for (int trial = 0; trial < 20000; ++trial) {
    std::vector<float> scores(1 + rng.below(12));
    for (float& score : scores) {
      score = static_cast<float>(rng.below(5)) - 2.0F;
    }
    const TopTwo expected = by_sorting(scores);
    const TopTwo found = top_two(scores);
    REQUIRE(found.ordered);
    REQUIRE(found.first == expected.first);
    REQUIRE(found.second == expected.second);
  }
}

TEST_CASE("equal scores go to the lowest indices") {
  const std::vector<float> equal(8, 0.125F);
  CHECK(top_two(equal).first == 0);
  CHECK(top_two(equal).second == 1);
}

TEST_CASE("infinities are ordinary scores") {
  constexpr float inf = std::numeric_limits<float>::infinity();
  CHECK(top_two(std::vector{-inf, -inf, -inf}).first == 0);
  CHECK(top_two(std::vector{-inf, -inf, -inf}).second == 1);
  CHECK(top_two(std::vector{0.0F, inf, 1.0F}).first == 1);
  CHECK(top_two(std::vector{0.0F, inf, 1.0F}).second == 2);
}

TEST_CASE("zeros of either sign are equal and scores below 0 are in order") {
  CHECK(top_two(std::vector{-0.0F, 0.0F}).first == 0);
  CHECK(top_two(std::vector{0.0F, -0.0F}).first == 0);
  CHECK(top_two(std::vector{-3.0F, -1.0F, -2.0F}).first == 1);
  CHECK(top_two(std::vector{-3.0F, -1.0F, -2.0F}).second == 2);
  CHECK(top_two(std::vector{-1e-45F, 1e-45F, 0.0F}).second == 2);
}

TEST_CASE("a NaN at any place is found") {
  for (std::size_t size = 1; size <= 9; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      std::vector<float> scores(size, 0.5F);
      scores[at] = std::numeric_limits<float>::quiet_NaN();
      REQUIRE_FALSE(top_two(scores).ordered);
    }
  }
}

TEST_CASE("a single expert is both first and second") {
  CHECK(top_two(std::vector{0.3F}).first == 0);
  CHECK(top_two(std::vector{0.3F}).second == 0);
}

TEST_CASE("the best expert is the one that sorting puts first, on every instruction set, for ties, infinities and NaN") {
  test::with_every_target([](std::int64_t) {
    Rng rng{43};
    for (const std::size_t experts : {1U, 2U, 3U, 4U, 7U, 8U, 9U, 16U, 17U, 63U, 64U, 65U, 100U, 256U, 1000U}) {
      const moebench::moe::TopOneFunction top_one = moebench::moe::top_one_for(experts);
      for (int trial = 0; trial < 300; ++trial) {
        std::vector<float> scores(experts);
        for (float& score : scores) {
          const auto pick = rng.below(40);
          score = pick == 0   ? std::numeric_limits<float>::infinity()
                  : pick == 1 ? -std::numeric_limits<float>::infinity()
                  : pick < 20 ? static_cast<float>(rng.below(3)) - 1.0F
                              : static_cast<float>(rng.normal());
        }
        REQUIRE(top_one(scores.data(), experts) == by_sorting(scores).first);
        scores[rng.below(experts)] = std::numeric_limits<float>::quiet_NaN();
        REQUIRE(top_one(scores.data(), experts) == moebench::moe::k_no_expert);
      }
    }
  });
}
