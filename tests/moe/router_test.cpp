#include "moebench/moe/router.hpp"

#include <limits>
#include <vector>

#include <doctest/doctest.h>

using moebench::core::ErrorKind;
using moebench::moe::Policy;
using moebench::moe::RouteError;
using moebench::moe::Router;

namespace {

const std::vector<float> k_scores{0.1F, 0.5F, 0.3F, 0.1F};  // best 1, second-best 2

Router make_router(Policy policy, std::uint32_t capacity = 2, std::size_t experts = 4) {
  return Router::create({.experts = experts, .capacity = capacity, .policy = policy}).value();
}

void fill(Router& router, moebench::moe::ExpertIndex expert) {
  while (router.queue_depth(expert) < router.config().capacity) {
    router.start(expert);
  }
}

}  // namespace

TEST_CASE("a router needs experts and capacity") {
  const auto without_experts = Router::create({.experts = 0});
  REQUIRE_FALSE(without_experts.has_value());
  CHECK(without_experts.error().kind == ErrorKind::usage);
  CHECK(without_experts.error().subject == "experts");
  CHECK(Router::create({.experts = 65537}).error().subject == "experts");
  CHECK(Router::create({.capacity = 0}).error().subject == "capacity");
}

TEST_CASE("every policy names the best expert of an idle router") {
  for (const Policy policy : {Policy::capacity_factor, Policy::power_of_two, Policy::top_1}) {
    CHECK(make_router(policy).route(k_scores) == 1U);
  }
}

TEST_CASE("wrong numbers of scores and NaN are refused by route and admit") {
  Router router = make_router(Policy::capacity_factor);
  const std::vector<float> three(3, 0.1F);
  std::vector<float> with_nan = k_scores;
  with_nan[3] = std::numeric_limits<float>::quiet_NaN();
  CHECK(router.route(three).error() == RouteError::wrong_score_count);
  CHECK(router.admit(three).error() == RouteError::wrong_score_count);
  CHECK(router.route({}).error() == RouteError::wrong_score_count);
  CHECK(router.route(with_nan).error() == RouteError::score_not_a_number);
  CHECK(router.admit(with_nan).error() == RouteError::score_not_a_number);
}

TEST_CASE("capacity factor falls back to the second-best however full that is") {
  Router router = make_router(Policy::capacity_factor);
  fill(router, 1);
  CHECK(router.route(k_scores) == 2U);
  fill(router, 2);
  CHECK(router.route(k_scores) == 2U);
}

TEST_CASE("capacity factor with one expert has no fallback") {
  Router router = make_router(Policy::capacity_factor, 1, 1);
  const std::vector<float> one{0.5F};
  CHECK(router.route(one) == 0U);
  fill(router, 0);
  CHECK(router.route(one).error() == RouteError::no_capacity);
  CHECK(router.admit(one).error() == RouteError::no_capacity);
}

TEST_CASE("power of two takes the shorter queue of the two best and ties by score") {
  Router router = make_router(Policy::power_of_two, 3);
  CHECK(router.route(k_scores) == 1U);
  router.start(1);
  CHECK(router.route(k_scores) == 2U);
  router.start(2);
  CHECK(router.route(k_scores) == 1U);
  fill(router, 1);
  fill(router, 2);
  CHECK(router.route(k_scores).error() == RouteError::no_capacity);
}

TEST_CASE("top-1 never falls back") {
  Router router = make_router(Policy::top_1);
  fill(router, 1);
  CHECK(router.route(k_scores).error() == RouteError::no_capacity);
  CHECK(router.admit(k_scores).error() == RouteError::no_capacity);
}

TEST_CASE("admit gives out exactly the places that there are and release gives them back") {
  Router router = make_router(Policy::capacity_factor, 2);
  const auto first = router.admit(k_scores);
  const auto second = router.admit(k_scores);
  const auto third = router.admit(k_scores);
  const auto fourth = router.admit(k_scores);
  CHECK(first->expert == 1);
  CHECK(first->depth == 1);
  CHECK_FALSE(first->fallback);
  CHECK(second->depth == 2);
  CHECK(third->expert == 2);
  CHECK(third->fallback);
  CHECK(fourth->depth == 2);
  CHECK(router.admit(k_scores).error() == RouteError::no_capacity);
  router.release(*first);
  CHECK(router.queue_depth(1) == 1);
  CHECK(router.admit(k_scores)->expert == 1);
}

TEST_CASE("power of two admits to the other expert when the shorter queue fills up") {
  Router router = make_router(Policy::power_of_two, 1);
  CHECK(router.admit(k_scores)->expert == 1);
  CHECK(router.admit(k_scores)->expert == 2);
  CHECK(router.admit(k_scores).error() == RouteError::no_capacity);
}

TEST_CASE("start and finish count without a limit") {
  Router router = make_router(Policy::capacity_factor, 1);
  router.start(3);
  router.start(3);
  CHECK(router.queue_depth(3) == 2);
  router.finish(3);
  router.finish(3);
  CHECK(router.queue_depth(3) == 0);
}
