#include <atomic>
#include <latch>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "moebench/registry/rcu_registry.hpp"
#include "moebench/registry/stamped_model.hpp"

using namespace moebench::registry;

using Registry = RcuRegistry<StampedModel>;

TEST_CASE("a handle keeps an erased model until it goes") {
  Registry registry;
  REQUIRE(registry.insert("model", StampedModel{1, 5}).has_value());
  {
    const auto handle = registry.get("model");
    REQUIRE(registry.erase("model").has_value());
    registry.drain();
    CHECK(StampedModel::alive == 1);
    CHECK(handle->intact());
    CHECK(handle->stamp() == 5);
  }
  registry.drain();
  CHECK(StampedModel::alive == 0);
}

TEST_CASE("a handle keeps the model that it was given when another replaces it") {
  Registry registry;
  REQUIRE(registry.insert("model", StampedModel{1, 5}).has_value());
  const auto old = registry.get("model");
  REQUIRE(registry.replace("model", StampedModel{1, 6}).has_value());
  registry.drain();
  CHECK(old->stamp() == 5);
  CHECK(old->intact());
  CHECK(registry.get("model")->stamp() == 6);
}

TEST_CASE("a handle outlives its registry") {
  auto registry = std::make_unique<Registry>();
  REQUIRE(registry->insert("model", StampedModel{1, 5}).has_value());
  REQUIRE(registry->insert("other", StampedModel{2, 5}).has_value());
  auto handle = registry->get("model");
  registry.reset();
  CHECK(StampedModel::alive == 1);
  CHECK(handle->intact());
  handle = {};
  Reclaimer{}.drain();
  CHECK(StampedModel::alive == 0);
}

TEST_CASE("copies and moves of handles keep the model as long as any is left") {
  Registry registry;
  REQUIRE(registry.insert("model", StampedModel{1, 5}).has_value());
  std::vector<RcuHandle<StampedModel>> handles(10, registry.get("model"));
  auto moved = std::move(handles.front());
  CHECK_FALSE(static_cast<bool>(handles.front()));
  handles[1] = handles[2];
  handles[3] = std::move(handles[4]);
  handles[5] = {};
  REQUIRE(registry.erase("model").has_value());
  handles.resize(40, moved);  // copies after the removal are counted as well
  registry.drain();
  CHECK(StampedModel::alive == 1);
  handles.clear();
  registry.drain();
  CHECK(StampedModel::alive == 1);
  moved = {};
  registry.drain();
  CHECK(StampedModel::alive == 0);
}

TEST_CASE("a handle may be taken in one thread and dropped in another") {
  for (int round = 0; round < 50; ++round) {
    Registry registry;
    REQUIRE(registry.insert("model", StampedModel{1, 5}).has_value());
    std::vector<RcuHandle<StampedModel>> handles(8);
    std::vector<std::jthread> threads;
    for (auto& place : handles) {
      threads.emplace_back([&] { place = registry.get("model"); });
    }
    threads.clear();
    std::latch ready{8};
    for (auto& place : handles) {
      threads.emplace_back([&, held = std::move(place)]() mutable {
        ready.arrive_and_wait();
        CHECK(held->intact());
        held = {};
      });
    }
    ready.wait();
    REQUIRE(registry.erase("model").has_value());  // while they let go
    threads.clear();
    registry.drain();
    CHECK(StampedModel::alive == 0);
  }
}

TEST_CASE("a handle that is passed on and on while its model is taken out is never missed") {
  Registry registry;
  for (std::uint64_t round = 1; round <= 200; ++round) {
    REQUIRE(registry.insert("model", StampedModel{1, round}).has_value());
    auto handle = registry.get("model");
    REQUIRE(registry.erase("model").has_value());
    for (int pass = 0; pass < 5; ++pass) {  // each thread copies it and drops what it was given
      std::jthread{[&handle, round] {
        auto copy = handle;
        handle = {};
        CHECK(copy->intact());
        CHECK(copy->stamp() == round);
        handle = std::move(copy);
      }}.join();
    }
  }
  registry.drain();
  CHECK(StampedModel::alive == 0);
}

TEST_CASE("a handle that is copied and dropped all the time is never missed by the thread that reclaims") {
  Registry registry;
  REQUIRE(registry.insert("model", StampedModel{1, 7}).has_value());
  std::atomic<bool> done{false};
  {
    std::jthread passing{[&, handle = registry.get("model")]() mutable {
      while (!done) {
        auto copy = handle;
        CHECK_FALSE(copy->stamp() != 7);
        handle = std::move(copy);
      }
      CHECK(handle->intact());
    }};
    REQUIRE(registry.erase("model").has_value());
    for (int round = 0; round < 10; ++round) {
      registry.drain();  // looks at the model each time
      CHECK(StampedModel::alive == 1);
    }
    done = true;
  }
  registry.drain();
  CHECK(StampedModel::alive == 0);
}
