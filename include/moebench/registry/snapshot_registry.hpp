// The reference implementation's own design: readers take the current map from an atomic shared pointer, writers copy
// the whole map, change the copy and swap it in. In libstdc++ std::atomic<std::shared_ptr> locks a bit of the pointer,
// so that its reads are not lock-free; in any library readers share its reference count. Inserting n models costs
// O(n^2). Included by with_backend.hpp.
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

#include <boost/unordered/unordered_flat_map.hpp>

#include "moebench/registry/id_text.hpp"
#include "moebench/registry/registry.hpp"

namespace moebench::registry {

/// See ModelRegistry. A borrowed read keeps the whole map of its moment.
template <class T>
class SnapshotRegistry {
 public:
  using Model = T;
  using Handle = std::shared_ptr<const T>;

  core::Result<void> insert(std::string id, T model) {
    auto held = std::make_shared<const T>(std::move(model));
    std::shared_ptr<const Map> map;  // goes after the lock
    const std::lock_guard lock{writers_};
    map = now();
    if (map->contains(id)) {
      return already_there(id);
    }
    auto changed = std::make_shared<Map>(*map);
    changed->emplace(std::move(id), Entry{.model = std::move(held), .version = ++last_version_});
    publish(std::move(changed));
    return {};
  }

  core::Result<void> replace(std::string_view id, T model) {
    auto held = std::make_shared<const T>(std::move(model));
    std::shared_ptr<const Map> map;  // goes after the lock
    const std::lock_guard lock{writers_};
    map = now();
    if (!map->contains(id)) {
      return not_there(id);
    }
    auto changed = std::make_shared<Map>(*map);
    changed->find(id)->second = {.model = std::move(held), .version = ++last_version_};
    publish(std::move(changed));
    return {};
  }

  core::Result<void> erase(std::string_view id) {
    std::shared_ptr<const Map> map;  // goes after the lock
    const std::lock_guard lock{writers_};
    map = now();
    if (!map->contains(id)) {
      return not_there(id);
    }
    auto changed = std::make_shared<Map>(*map);
    changed->erase(changed->find(id));
    publish(std::move(changed));
    return {};
  }

  Handle get(std::string_view id) const {
    const std::shared_ptr<const Map> map = now();
    const auto at = map->find(id);
    return at == map->end() ? nullptr : at->second.model;
  }

  template <class Use>
  bool with(std::string_view id, Use&& use) const {
    const std::shared_ptr<const Map> map = now();
    const auto at = map->find(id);
    if (at == map->end()) {
      return false;
    }
    std::forward<Use>(use)(*at->second.model);
    return true;
  }

  std::optional<Version> find(std::string_view id) const {
    const std::shared_ptr<const Map> map = now();
    const auto at = map->find(id);
    return at == map->end() ? std::nullopt : std::optional{at->second.version};
  }

  std::size_t size() const { return now()->size(); }

  std::vector<std::string> ids() const {
    const std::shared_ptr<const Map> map = now();
    std::vector<std::string> all;
    all.reserve(map->size());
    for (const auto& [id, entry] : *map) {
      all.push_back(id);
    }
    return all;
  }

 private:
  struct Entry {
    Handle model;
    Version version = 0;
  };
  using Map = boost::unordered_flat_map<std::string, Entry, IdHash, SameId>;

  /// Acquire: pairs with the release in publish(), and so shows the map's content.
  std::shared_ptr<const Map> now() const { return map_.load(std::memory_order_acquire); }

  void publish(std::shared_ptr<const Map> map) { map_.store(std::move(map), std::memory_order_release); }

  std::mutex writers_;
  Version last_version_ = 0;
  alignas(64) std::atomic<std::shared_ptr<const Map>> map_{std::make_shared<const Map>()};
};

}  // namespace moebench::registry
