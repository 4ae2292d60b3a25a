// The strategies that readers lock: `rwlock` (std::shared_mutex, the reference's baseline) and `mutex`. The map and its
// hash are the best at hand, so that the comparison is one of synchronisation. Included by with_backend.hpp.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "moebench/registry/id_text.hpp"
#include "moebench/registry/registry.hpp"

namespace moebench::registry {

/// See ModelRegistry. A borrowed read holds the lock while the model is used.
template <class T, class Mutex>
class LockedRegistry {
 public:
  using Model = T;
  using Handle = std::shared_ptr<const T>;

  core::Result<void> insert(std::string id, T model) {
    auto held = std::make_shared<const T>(std::move(model));
    const std::lock_guard lock{mutex_};
    const auto [at, inserted] = entries_.try_emplace(std::move(id));
    if (!inserted) {
      return already_there(at->first);
    }
    at->second = {.model = std::move(held), .version = ++last_version_};
    return {};
  }

  core::Result<void> replace(std::string_view id, T model) {
    Entry entry{.model = std::make_shared<const T>(std::move(model)), .version = 0};
    const std::lock_guard lock{mutex_};
    const auto at = entries_.find(id);
    if (at == entries_.end()) {
      return not_there(id);
    }
    entry.version = ++last_version_;
    std::swap(at->second, entry);  // the old one goes after the lock
    return {};
  }

  core::Result<void> erase(std::string_view id) {
    Entry old;
    const std::lock_guard lock{mutex_};
    const auto at = entries_.find(id);
    if (at == entries_.end()) {
      return not_there(id);
    }
    old = std::move(at->second);  // goes after the lock
    entries_.erase(at);
    return {};
  }

  Handle get(std::string_view id) const {
    const ReadLock lock{mutex_};
    const auto at = entries_.find(id);
    return at == entries_.end() ? nullptr : at->second.model;
  }

  template <class Use>
  bool with(std::string_view id, Use&& use) const {
    const ReadLock lock{mutex_};
    const auto at = entries_.find(id);
    if (at == entries_.end()) {
      return false;
    }
    std::forward<Use>(use)(*at->second.model);
    return true;
  }

  std::optional<Version> find(std::string_view id) const {
    const ReadLock lock{mutex_};
    const auto at = entries_.find(id);
    return at == entries_.end() ? std::nullopt : std::optional{at->second.version};
  }

  std::size_t size() const {
    const ReadLock lock{mutex_};
    return entries_.size();
  }

  std::vector<std::string> ids() const {
    const ReadLock lock{mutex_};
    std::vector<std::string> all;
    all.reserve(entries_.size());
    for (const auto& [id, entry] : entries_) {
      all.push_back(id);
    }
    return all;
  }

 private:
  struct Entry {
    Handle model;
    Version version = 0;
  };
  using ReadLock = std::conditional_t<std::is_same_v<Mutex, std::shared_mutex>, std::shared_lock<std::shared_mutex>,
                                      std::unique_lock<Mutex>>;

  mutable Mutex mutex_;
  alignas(64) boost::unordered_flat_map<std::string, Entry, IdHash, SameId> entries_;  // apart from the lock
  Version last_version_ = 0;
};

template <class T>
using RwlockRegistry = LockedRegistry<T, std::shared_mutex>;

template <class T>
using MutexRegistry = LockedRegistry<T, std::mutex>;

}  // namespace moebench::registry
