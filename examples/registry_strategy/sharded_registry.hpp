// A registry strategy of one's own: sixteen maps, each under a lock of its own, so that writers stop a sixteenth of the
// readers. What a strategy must do stands at moebench::registry::ModelRegistry.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <moebench/registry.hpp>

template <class T>
class ShardedRegistry {
 public:
  using Model = T;
  using Handle = std::shared_ptr<const T>;
  using Version = moebench::registry::Version;
  using Outcome = moebench::core::Result<void>;

  Outcome insert(std::string id, T model) {
    auto held = std::make_shared<const T>(std::move(model));
    Shard& shard = shard_of(id);
    const std::unique_lock lock{shard.mutex};
    const auto [at, fresh] = shard.entries.try_emplace(std::move(id));
    if (!fresh) {
      return moebench::registry::already_there(at->first);
    }
    at->second = {std::move(held), ++last_version_};
    return {};
  }

  Outcome replace(std::string_view id, T model) {
    Entry entry{std::make_shared<const T>(std::move(model)), 0};
    Shard& shard = shard_of(id);
    const std::unique_lock lock{shard.mutex};
    const auto at = shard.entries.find(id);
    if (at == shard.entries.end()) {
      return moebench::registry::not_there(id);
    }
    entry.version = ++last_version_;
    std::swap(at->second, entry);
    return {};
  }

  Outcome erase(std::string_view id) {
    Shard& shard = shard_of(id);
    const std::unique_lock lock{shard.mutex};
    const auto at = shard.entries.find(id);
    if (at == shard.entries.end()) {
      return moebench::registry::not_there(id);
    }
    shard.entries.erase(at);
    return {};
  }

  Handle get(std::string_view id) const {
    const Shard& shard = shard_of(id);
    const std::shared_lock lock{shard.mutex};
    const auto at = shard.entries.find(id);
    return at == shard.entries.end() ? nullptr : at->second.model;
  }

  template <class Use>
  bool with(std::string_view id, Use&& use) const {
    const Shard& shard = shard_of(id);
    const std::shared_lock lock{shard.mutex};
    const auto at = shard.entries.find(id);
    if (at == shard.entries.end()) {
      return false;
    }
    std::forward<Use>(use)(*at->second.model);
    return true;
  }

  std::optional<Version> find(std::string_view id) const {
    const Shard& shard = shard_of(id);
    const std::shared_lock lock{shard.mutex};
    const auto at = shard.entries.find(id);
    return at == shard.entries.end() ? std::nullopt : std::optional{at->second.version};
  }

  std::size_t size() const { return ids().size(); }

  std::vector<std::string> ids() const {
    std::vector<std::shared_lock<std::shared_mutex>> locks;  // all at once: one moment's ids
    for (const Shard& shard : shards_) {
      locks.emplace_back(shard.mutex);
    }
    std::vector<std::string> all;
    for (const Shard& shard : shards_) {
      for (const auto& [id, entry] : shard.entries) {
        all.push_back(id);
      }
    }
    return all;
  }

 private:
  struct Entry {
    Handle model;
    Version version = 0;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view id) const { return std::hash<std::string_view>{}(id); }
  };
  struct alignas(64) Shard {
    mutable std::shared_mutex mutex;
    std::unordered_map<std::string, Entry, Hash, std::equal_to<>> entries;
  };

  Shard& shard_of(std::string_view id) { return shards_[Hash{}(id) % shards_.size()]; }
  const Shard& shard_of(std::string_view id) const { return shards_[Hash{}(id) % shards_.size()]; }

  std::array<Shard, 16> shards_;
  std::atomic<Version> last_version_{0};
};
