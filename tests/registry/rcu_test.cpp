#include <atomic>
#include <latch>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "moebench/registry/rcu_registry.hpp"
#include "moebench/registry/stamped_model.hpp"

using namespace moebench::registry;

namespace {

struct Thing {
  std::atomic<int>* reclaimed;
  Retirement retirement{};
  static bool reclaim(void* thing) {
    auto* const self = static_cast<Thing*>(thing);
    ++*self->reclaimed;
    delete self;
    return true;
  }
};

void retire_one(Reclaimer& reclaimer, std::atomic<int>& reclaimed) {
  auto* const thing = new Thing{&reclaimed};
  reclaimer.retire(thing->retirement, thing, Thing::reclaim);
}

}  // namespace

TEST_CASE("nothing is reclaimed while a section lasts that could see it and all of it afterwards") {
  std::atomic<int> reclaimed{0};
  Reclaimer reclaimer;
  std::latch inside{1};
  std::latch leave{1};
  std::jthread reader{[&] {
    const ReadSection section;
    inside.count_down();
    leave.wait();
    CHECK(reclaimed == 0);
  }};
  inside.wait();
  for (int i = 0; i < 100; ++i) {
    retire_one(reclaimer, reclaimed);
  }
  CHECK(reclaimer.waiting() == 100);
  leave.count_down();
  reclaimer.drain();
  CHECK(reclaimed == 100);
  CHECK(reclaimer.waiting() == 0);
}

TEST_CASE("a nested section does not end the outer one") {
  std::atomic<int> reclaimed{0};
  Reclaimer reclaimer;
  std::latch inside{1};
  std::latch leave{1};
  std::jthread reader{[&] {
    const ReadSection outer;
    { const ReadSection inner; }
    inside.count_down();
    leave.wait();
    CHECK(reclaimed == 0);
  }};
  inside.wait();
  retire_one(reclaimer, reclaimed);
  leave.count_down();
  reclaimer.drain();
  CHECK(reclaimed == 1);
}

TEST_CASE("a reclaimer that goes has reclaimed everything") {
  std::atomic<int> reclaimed{0};
  {
    Reclaimer reclaimer;
    for (int i = 0; i < 1000; ++i) {
      retire_one(reclaimer, reclaimed);
    }
  }
  CHECK(reclaimed == 1000);
}

TEST_CASE("what waits to be reclaimed stays bounded under a fast writer") {
  RcuRegistry<int> registry;
  REQUIRE(registry.insert("model", 0).has_value());
  for (int i = 1; i <= 100'000; ++i) {
    REQUIRE(registry.replace("model", i).has_value());
    REQUIRE(registry.waiting() <= Reclaimer::k_most_waiting);
  }
  CHECK(*registry.get("model") == 100'000);
  registry.drain();
  CHECK(registry.waiting() == 0);
}

TEST_CASE("a writer inside a section is not made to wait for itself") {
  RcuRegistry<int> registry;
  REQUIRE(registry.insert("model", 0).has_value());
  const ReadSection section;
  for (int i = 1; i <= 20'000; ++i) {
    REQUIRE(registry.replace("model", i).has_value());
  }
  CHECK(registry.waiting() > Reclaimer::k_most_waiting);
}

TEST_CASE("threads need not say that they read nor that they end") {
  RcuRegistry<StampedModel> registry;
  REQUIRE(registry.insert("model", StampedModel{1, 1}).has_value());
  for (int generation = 0; generation < 20; ++generation) {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] {
        CHECK(registry.get("model")->intact());
        CHECK(registry.with("model", [](const StampedModel& model) { CHECK(model.intact()); }));
      });
    }
  }
  REQUIRE(registry.erase("model").has_value());
  registry.drain();
  CHECK(StampedModel::alive == 0);
}

TEST_CASE("a thread that ends can let go of a model as its very last act") {
  RcuRegistry<StampedModel> registry;
  REQUIRE(registry.insert("model", StampedModel{1, 1}).has_value());
  std::jthread{[&registry] {
    // Destroyed at the end of the thread, whatever was registered before it.
    thread_local std::optional<RcuHandle<StampedModel>> kept;
    kept = registry.get("model");
  }}.join();
  REQUIRE(registry.erase("model").has_value());
  registry.drain();
  CHECK(StampedModel::alive == 0);
}
