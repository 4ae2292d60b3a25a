// A flat hash table of pointers that readers may search while one writer changes it. Linear probing over a power of two
// of slots; a slot once taken keeps its hash for good, so that readers need no lock and no second look. Grows by being
// copied into a larger one: publishing that, and disposing of this one, is the owner's business, and so are the nodes.
// Included by the rcu strategy.
#pragma once

#include <algorithm>
#include <atomic>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "moebench/registry/id_text.hpp"

namespace moebench::registry {

/// `Node` has `std::uint64_t hash` and `id` (text), both constant while it is in a table.
template <class Node>
class SlotArray {
 public:
  /// Room for `nodes` at quarter load, at least 64 slots (1 KiB): the branch on a second probe is one that the
  /// processor cannot predict, and a mispredicted one costs more than a lookup.
  explicit SlotArray(std::size_t nodes)
      : mask_{std::bit_ceil(std::max<std::size_t>(4 * nodes, 64)) - 1}, slots_{std::make_unique<Slot[]>(mask_ + 1)} {}

  /// Any thread. The node of that id, or null. Expected O(1).
  Node* find(std::uint64_t hash, std::string_view id) const {
    for (std::size_t at = hash & mask_;; at = (at + 1) & mask_) {
      // Acquire: pairs with the release in put() and replace(), and so shows the node's content and the slot's hash.
      Node* const node = slots_[at].node.load(std::memory_order_acquire);
      if (node == nullptr) {
        return nullptr;
      }
      if (slots_[at].hash == hash && node != erased() && same_id(node->id, id)) {
        return node;
      }
    }
  }

  // Below: the writer alone.

  /// Whether put() has room; erased nodes count until the array is copied.
  bool full() const { return 4 * (used_ + 1) > mask_ + 1; }

  /// Preconditions: not full(), no node of that id.
  void put(Node* node) {
    assert(!full());
    put(node->hash, node);
  }

  /// Puts `node` in the place of `old`, which is in here under the same id.
  void replace(const Node* old, Node* node) {
    slot_of(old).node.store(node, std::memory_order_release);  // publishes the node to find()
  }

  /// Takes out `old`, which is in here.
  void erase(const Node* old) {
    slot_of(old).node.store(erased(),
                            std::memory_order_release);  // as in put(): who misses it sees what was put before
  }

  /// Calls `use(node)` for each.
  template <class Use>
  void for_each(Use use) const {
    for (std::size_t at = 0; at <= mask_; ++at) {
      // Acquire: pairs with the release in put() and replace() where a reader looks.
      Node* const node = slots_[at].node.load(std::memory_order_acquire);
      if (node != nullptr && node != erased()) {
        use(node);
      }
    }
  }

  /// A copy without the erased, with room for `nodes` at quarter load. Precondition: that is enough.
  SlotArray copy(std::size_t nodes) const {
    SlotArray grown{nodes};
    for (std::size_t at = 0; at <= mask_; ++at) {
      Node* const node = slots_[at].node.load(std::memory_order_relaxed);  // only this thread stores
      if (node != nullptr && node != erased()) {
        grown.put(slots_[at].hash, node);  // not node->hash: a node is a cache miss
      }
    }
    return grown;
  }

 private:
  struct Slot {
    std::uint64_t hash;  // written before the node that makes it visible, then never again
    std::atomic<Node*> node;
  };

  /// What stands in a slot whose node was taken out: no node's address.
  static Node* erased() { return reinterpret_cast<Node*>(std::uintptr_t{1}); }

  void put(std::uint64_t hash, Node* node) {
    std::size_t at = hash & mask_;
    while (slots_[at].node.load(std::memory_order_relaxed) != nullptr) {  // only this thread stores
      at = (at + 1) & mask_;
    }
    slots_[at].hash = hash;
    // Release: publishes the node and the hash to find().
    slots_[at].node.store(node, std::memory_order_release);
    ++used_;
  }

  Slot& slot_of(const Node* node) {
    std::size_t at = node->hash & mask_;
    while (slots_[at].node.load(std::memory_order_relaxed) != node) {  // only this thread stores
      at = (at + 1) & mask_;
    }
    return slots_[at];
  }

  std::size_t mask_;  // number of slots, a power of two, less 1
  std::unique_ptr<Slot[]> slots_;
  alignas(64) std::size_t used_ = 0;  // slots that are or were taken; apart from what readers read
};

}  // namespace moebench::registry
