#include "moebench/moe/expert_queues.hpp"

#include <thread>

#include <doctest/doctest.h>

using moebench::moe::ExpertQueues;

TEST_CASE("what one thread counts in another may count out") {
  ExpertQueues queues{20};
  for (int i = 0; i < 100; ++i) {
    std::jthread{[&] { queues.enter(17); }}.join();
    CHECK(queues.depth(17) == 1);
    std::jthread{[&] { queues.leave(17); }}.join();
    CHECK(queues.depth(17) == 0);
  }
}

TEST_CASE("a reader that sees a finish and not its start sees none, and not four billion") {
  ExpertQueues queues{8};
  queues.enter(0);  // the shards are in use
  queues.leave(3);  // what a reader sees that read the start's shard before it
  CHECK(queues.depth(3) == 0);
  CHECK(queues.try_enter(3, 1).has_value());
}

TEST_CASE("requests without a limit take room from places, and places from nobody") {
  ExpertQueues queues{8};
  queues.enter(2);
  CHECK(queues.try_enter(2, 2) == 2U);
  CHECK_FALSE(queues.try_enter(2, 2).has_value());
  queues.enter(2);
  CHECK(queues.depth(2) == 3);
  queues.leave(2);
  queues.leave(2);
  CHECK(queues.try_enter(2, 2) == 2U);
  queues.give_back(2);
  queues.give_back(2);
  CHECK(queues.depth(2) == 0);
}
