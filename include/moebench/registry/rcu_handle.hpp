// The models of the rcu strategy and the handles that keep them. A reference count that all readers share cannot scale:
// its cache line travels between the cores with every read. So handles are counted by thread (thread_counts.hpp), and
// whether any is left is asked only of models that were taken out, by the thread that reclaims them, again and again
// until none is. Included by rcu_registry.hpp.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "moebench/registry/id_text.hpp"
#include "moebench/registry/rcu.hpp"
#include "moebench/registry/registry.hpp"

namespace moebench::registry {

/// A model under its id.
template <class T>
struct alignas(64) RcuNode {
  RcuNode(std::string text, T value, CounterIndex index)
      : hash{hash_id(text)}, id{std::move(text)}, counter{index}, model{std::move(value)} {}
  RcuNode(const RcuNode&) = delete;
  RcuNode& operator=(const RcuNode&) = delete;
  ~RcuNode() { Counters::release(counter); }

  const std::uint64_t hash;
  const std::string id;
  Version version = 0;  // set before the node is published
  const CounterIndex counter;
  const T model;
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
      this_thread().take(node_->counter);
    }
  }
  RcuHandle(RcuHandle&& other) noexcept : node_{std::exchange(other.node_, nullptr)} {}
  RcuHandle& operator=(RcuHandle other) noexcept {
    std::swap(node_, other.node_);
    return *this;
  }
  ~RcuHandle() {
    if (node_ != nullptr) {
      this_thread().drop(node_->counter);
    }
  }

  explicit operator bool() const { return node_ != nullptr; }
  const T& operator*() const { return node_->model; }
  const T* operator->() const { return &node_->model; }

 private:
  template <class>
  friend class RcuRegistry;

  /// Precondition: a section protects the node.
  explicit RcuHandle(const RcuNode<T>& node) : node_{&node} { this_thread().take(node.counter); }

  const RcuNode<T>* node_ = nullptr;
};

}  // namespace moebench::registry
