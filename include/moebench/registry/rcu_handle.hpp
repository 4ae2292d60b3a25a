// The models of the rcu strategy and the handles that keep them. A reference count that all readers share cannot scale:
// its cache line travels between the cores with every read. So a handle that was read occupies a slot of its thread
// (hazard_slots.hpp), only copies of it are counted, and whether any is left is asked only of models that were taken
// out, by the thread that reclaims them, again and again until none is. Included by rcu_registry.hpp.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <utility>

#include "moebench/registry/hazard_slots.hpp"
#include "moebench/registry/id_text.hpp"
#include "moebench/registry/rcu.hpp"
#include "moebench/registry/registry.hpp"

namespace moebench::registry {

/// A model under its id.
template <class T>
struct alignas(64) RcuNode {
  RcuNode(std::string text, T value) : hash{hash_id(text)}, id{std::move(text)}, model{std::move(value)} {}
  RcuNode(const RcuNode&) = delete;
  RcuNode& operator=(const RcuNode&) = delete;

  /// Whether any handle is left. Precondition: no reader can find the node, and a grace period has passed since. Slots
  /// are looked at before the count: a copy is counted before the slot of what it was copied from is let go of, so that
  /// one of the two is seen.
  bool is_held() const { return held(this) || copies.load(std::memory_order_acquire) != 0; }

  const std::uint64_t hash;
  const std::string id;
  Version version = 0;  // set before the node is published
  const T model;
  mutable std::atomic<std::uint64_t> copies{0};  // handles without a slot
  Retirement retirement{};
};

/// Keeps a model of the rcu strategy alive, also after the registry is gone. Copies may be used by other threads.
/// Letting go of the last one destroys nothing on the spot: the thread that reclaims does, some 10 ms later.
template <class T>
class RcuHandle {
 public:
  RcuHandle() = default;
  RcuHandle(const RcuHandle& other) : node_{other.node_} {
    if (node_ != nullptr) {
      node_->copies.fetch_add(1, std::memory_order_relaxed);  // `other` keeps it meanwhile
    }
  }
  RcuHandle(RcuHandle&& other) noexcept
      : node_{std::exchange(other.node_, nullptr)}, slot_{std::exchange(other.slot_, nullptr)} {}
  RcuHandle& operator=(RcuHandle other) noexcept {
    std::swap(node_, other.node_);
    std::swap(slot_, other.slot_);
    return *this;
  }
  ~RcuHandle() {
    if (slot_ != nullptr) {
      let_go(*slot_);
    } else if (node_ != nullptr) {
      node_->copies.fetch_sub(1, std::memory_order_release);  // pairs with the acquire in is_held()
    }
  }

  explicit operator bool() const { return node_ != nullptr; }
  const T& operator*() const { return node_->model; }
  const T* operator->() const { return &node_->model; }

 private:
  template <class>
  friend class RcuRegistry;

  /// Precondition: a section protects the node.
  explicit RcuHandle(const RcuNode<T>& node) : node_{&node}, slot_{&hazard_slots().hold(&node)} {}

  const RcuNode<T>* node_ = nullptr;
  HazardSlot* slot_ = nullptr;  // null in a copy
};

}  // namespace moebench::registry
