// The lock-free strategy: reads take no lock, write no shared memory and never wait, whatever writers do (but a
// thread's first read registers it, under a lock). Writers take turns among themselves; what they take out is reclaimed
// after a grace period, in another thread: a writer waits for readers only where it is thousands of models ahead of
// that. Included by with_backend.hpp.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "moebench/registry/rcu.hpp"
#include "moebench/registry/rcu_handle.hpp"
#include "moebench/registry/registry.hpp"
#include "moebench/registry/slot_array.hpp"

namespace moebench::registry {

/// See ModelRegistry. Inserting costs O(1) amortised: the table of pointers doubles by being copied.
template <class T>
class RcuRegistry {
 public:
  using Model = T;
  using Handle = RcuHandle<T>;

  RcuRegistry() : owned_{std::make_unique<Table>(SlotArray<Node>{0})}, table_{owned_.get()} {}
  RcuRegistry(const RcuRegistry&) = delete;
  RcuRegistry& operator=(const RcuRegistry&) = delete;

  /// Waits until everything that was taken out is reclaimed. Handles may stay, and keep their models. Precondition:
  /// nobody else uses it, and the thread is in no section.
  ~RcuRegistry() {
    owned_->slots.for_each([this](Node* node) { retire(node); });
  }

  core::Result<void> insert(std::string id, T model) {
    auto node = std::make_unique<Node>(std::move(id), std::move(model));
    {
      const std::lock_guard lock{writers_};
      if (owned_->slots.find(node->hash, node->id) != nullptr) {
        return already_there(node->id);
      }
      make_room();
      node->version = ++last_version_;
      owned_->slots.put(node.release());
      ++size_;
    }
    reclaimer_.throttle();
    return {};
  }

  core::Result<void> replace(std::string_view id, T model) {
    auto node = std::make_unique<Node>(std::string{id}, std::move(model));
    {
      const std::lock_guard lock{writers_};
      Node* const old = owned_->slots.find(node->hash, id);
      if (old == nullptr) {
        return not_there(id);
      }
      node->version = ++last_version_;
      owned_->slots.replace(old, node.release());
      retire(old);
    }
    reclaimer_.throttle();
    return {};
  }

  core::Result<void> erase(std::string_view id) {
    {
      const std::lock_guard lock{writers_};
      Node* const old = owned_->slots.find(hash_id(id), id);
      if (old == nullptr) {
        return not_there(id);
      }
      owned_->slots.erase(old);
      --size_;
      retire(old);
    }
    reclaimer_.throttle();
    return {};
  }

  Handle get(std::string_view id) const {
    const ReadSection section;
    const Node* const node = find_node(id);
    return node == nullptr ? Handle{} : Handle{*node};
  }

  template <class Use>
  bool with(std::string_view id, Use&& use) const {
    const ReadSection section;
    const Node* const node = find_node(id);
    if (node == nullptr) {
      return false;
    }
    std::forward<Use>(use)(node->model);
    return true;
  }

  /// with() without the section: the price of the lookup alone, which no strategy can go below. Precondition: nobody
  /// writes meanwhile.
  template <class Use>
  bool with_unsynchronised(std::string_view id, Use&& use) const {
    const Node* const node = find_node(id);
    if (node == nullptr) {
      return false;
    }
    std::forward<Use>(use)(node->model);
    return true;
  }

  std::optional<Version> find(std::string_view id) const {
    const ReadSection section;
    const Node* const node = find_node(id);
    return node == nullptr ? std::nullopt : std::optional{node->version};
  }

  std::size_t size() const {
    const std::lock_guard lock{writers_};  // one moment's size
    return size_;
  }

  std::vector<std::string> ids() const {
    const std::lock_guard lock{writers_};  // one moment's ids, as with every strategy
    std::vector<std::string> all;
    all.reserve(size_);
    owned_->slots.for_each([&all](const Node* node) { all.push_back(node->id); });
    return all;
  }

  /// Models and tables that were taken out and are not reclaimed yet.
  std::size_t waiting() const { return reclaimer_.waiting(); }

  /// Returns when all of them are reclaimed, but for models that handles keep. Precondition: not in a section.
  void drain() const { reclaimer_.drain(); }

 private:
  using Node = RcuNode<T>;

  struct alignas(64) Table {
    explicit Table(SlotArray<Node> all) : slots{std::move(all)} {}
    SlotArray<Node> slots;
    Retirement retirement{};
  };

  Node* find_node(std::string_view id) const {
    // Acquire: pairs with the release in make_room(), and so shows the table's slots.
    return table_.load(std::memory_order_acquire)->slots.find(hash_id(id), id);
  }

  // Below: under writers_.

  void make_room() {
    if (!owned_->slots.full()) {
      return;
    }
    auto grown = std::make_unique<Table>(owned_->slots.copy(2 * (size_ + 1)));
    table_.store(grown.get(), std::memory_order_release);  // publishes its slots to find_node()
    Table* const old = std::exchange(owned_, std::move(grown)).release();
    reclaimer_.retire(old->retirement, old, [](void* table) {
      delete static_cast<Table*>(table);
      return true;
    });
  }

  void retire(Node* node) {
    reclaimer_.retire(node->retirement, node, [](void* thing) {
      auto* const old = static_cast<Node*>(thing);
      if (old->is_held()) {
        return false;
      }
      delete old;
      return true;
    });
  }

  mutable std::mutex writers_;
  std::unique_ptr<Table> owned_;
  Version last_version_ = 0;
  std::size_t size_ = 0;
  alignas(64) std::atomic<Table*> table_;  // what readers read, apart from what writers write
  alignas(64) Reclaimer reclaimer_;        // last: waits before the rest goes
};

}  // namespace moebench::registry
