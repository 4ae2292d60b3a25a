#include "moebench/registry/hazard_slots.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <map>
#include <thread>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "moebench/core/rng.hpp"

using namespace moebench::registry;

TEST_CASE("a thing is held from when a slot names it until the last such slot is let go of") {
  const std::array<int, 2> things{};
  HazardSlots& slots = hazard_slots();
  CHECK_FALSE(held(&things[0]));
  HazardSlot& first = slots.hold(&things[0]);
  HazardSlot& second = slots.hold(&things[0]);
  CHECK(&first != &second);
  CHECK(held(&things[0]));
  CHECK_FALSE(held(&things[1]));
  let_go(first);
  CHECK(held(&things[0]));
  let_go(second);
  CHECK_FALSE(held(&things[0]));
}

TEST_CASE("whatever is held and let go of in whatever order is known at every moment") {
  const std::array<int, 50> things{};
  moebench::core::Rng rng{42};
  std::vector<std::pair<const int*, HazardSlot*>> mine;
  std::map<const int*, int> expected;
  for (int step = 0; step < 20'000; ++step) {
    const std::size_t wanted = step / 5000 % 2 == 0 ? 300 : 5;  // many at first, then few, and again
    if (rng.below(2 * wanted) >= mine.size()) {
      const int* const thing = &things[rng.below(things.size())];
      mine.emplace_back(thing, &hazard_slots().hold(thing));
      ++expected[thing];
    } else {
      std::swap(mine[rng.below(mine.size())], mine.back());
      let_go(*mine.back().second);
      --expected[mine.back().first];
      mine.pop_back();
    }
    const int* const asked = &things[rng.below(things.size())];
    REQUIRE(held(asked) == (expected[asked] > 0));
  }
  for (const auto& [thing, slot] : mine) {
    let_go(*slot);
  }
}

TEST_CASE("slots grow with what is held at once and not with what was held before") {
  const int thing = 0;
  std::jthread{[&thing] {
    HazardSlots& slots = hazard_slots();
    std::vector<HazardSlot*> mine;
    for (int i = 0; i < 10'000; ++i) {
      mine.push_back(&slots.hold(&thing));
    }
    const std::size_t grown = slots.size();
    CHECK(grown >= 10'000);
    CHECK(grown <= 80'000);
    for (HazardSlot* slot : mine) {
      let_go(*slot);
    }
    for (int i = 0; i < 1'000'000; ++i) {
      let_go(slots.hold(&thing));
    }
    CHECK(slots.size() == grown);
  }}.join();
}

TEST_CASE("slots that other threads let go of are used again") {
  const int thing = 0;
  std::jthread{[&thing] {
    HazardSlots& slots = hazard_slots();
    const std::size_t before = slots.size();
    for (int round = 0; round < 200; ++round) {
      std::vector<HazardSlot*> mine;
      for (int i = 0; i < 4; ++i) {
        mine.push_back(&slots.hold(&thing));
      }
      std::jthread{[&mine] {
        for (HazardSlot* slot : mine) {
          let_go(*slot);
        }
      }}.join();
    }
    CHECK(slots.size() <= std::max<std::size_t>(before, 16));
  }}.join();
}

TEST_CASE("what a thread held stays held when it ends and its slots pass to another thread") {
  const int thing = 0;
  HazardSlot* slot = nullptr;
  for (int generation = 0; generation < 3; ++generation) {
    std::jthread{[&] {
      HazardSlot& next = hazard_slots().hold(&thing);
      CHECK(&next != slot);
      if (slot != nullptr) {
        let_go(*slot);
      }
      slot = &next;
    }}.join();
    CHECK(held(&thing));
  }
  let_go(*slot);
  CHECK_FALSE(held(&thing));
}

TEST_CASE("what is held is never missed while another thread grows its slots") {
  const std::array<int, 2> things{};
  std::atomic<bool> done{false};
  HazardSlot& mine = hazard_slots().hold(&things[0]);
  std::jthread growing{[&] {
    for (int round = 0; round < 5; ++round) {
      std::vector<HazardSlot*> many;
      for (int i = 0; i < 5000; ++i) {
        many.push_back(&hazard_slots().hold(&things[1]));
      }
      for (HazardSlot* slot : many) {
        let_go(*slot);
      }
    }
    done = true;
  }};
  while (!done) {
    REQUIRE(held(&things[0]));
  }
  let_go(mine);
}
