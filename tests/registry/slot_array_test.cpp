#include "moebench/registry/slot_array.hpp"

#include <memory>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using moebench::registry::SlotArray;

namespace {

struct Node {
  std::uint64_t hash;
  std::string id;
};

std::set<std::string> ids_in(const SlotArray<Node>& slots) {
  std::set<std::string> ids;
  slots.for_each([&](const Node* node) { CHECK(ids.insert(node->id).second); });
  return ids;
}

}  // namespace

TEST_CASE("nodes with one hash are told apart by their ids") {
  Node a{5, "a"}, b{5, "b"}, c{5 + 64, "c"};
  SlotArray<Node> slots{4};
  for (Node* node : {&a, &b, &c}) {
    slots.put(node);
  }
  CHECK(slots.find(5, "a") == &a);
  CHECK(slots.find(5, "b") == &b);
  CHECK(slots.find(5 + 64, "c") == &c);
  CHECK(slots.find(5, "c") == nullptr);
  CHECK(slots.find(6, "a") == nullptr);
}

TEST_CASE("a node behind an erased one is still found and the erased one is not") {
  Node a{63, "a"}, b{63, "b"};  // from the last slot around to the first
  SlotArray<Node> slots{4};
  slots.put(&a);
  slots.put(&b);
  slots.erase(&a);
  CHECK(slots.find(63, "a") == nullptr);
  CHECK(slots.find(63, "b") == &b);
  CHECK(ids_in(slots) == std::set<std::string>{"b"});
}

TEST_CASE("a replaced node gives its place to the new one") {
  Node old{9, "a"}, fresh{9, "a"}, other{9, "b"};
  SlotArray<Node> slots{4};
  slots.put(&old);
  slots.put(&other);
  slots.replace(&old, &fresh);
  CHECK(slots.find(9, "a") == &fresh);
  CHECK(slots.find(9, "b") == &other);
}

TEST_CASE("an array is full at quarter load with the erased counted and its copy is without them") {
  std::vector<std::unique_ptr<Node>> nodes;
  SlotArray<Node> slots{0};
  while (!slots.full()) {
    const auto n = nodes.size();
    nodes.push_back(std::make_unique<Node>(Node{n % 3, "node-" + std::to_string(n)}));
    slots.put(nodes.back().get());
  }
  CHECK(nodes.size() == 16);  // of 64 slots
  slots.erase(nodes[0].get());
  CHECK(slots.full());
  const auto copy = slots.copy(17);
  CHECK_FALSE(copy.full());
  CHECK(ids_in(copy).size() == 15);
  CHECK(copy.find(0, "node-0") == nullptr);
  for (std::size_t i = 1; i < nodes.size(); ++i) {
    CHECK(copy.find(nodes[i]->hash, nodes[i]->id) == nodes[i].get());
  }
}
