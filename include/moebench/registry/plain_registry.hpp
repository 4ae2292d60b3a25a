// A registry for one thread: a map and nothing else. What every strategy must answer like. Included by
// same_answers.hpp.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "moebench/registry/registry.hpp"

namespace moebench::registry {

/// See ModelRegistry, but for any number of threads.
template <class T>
class PlainRegistry {
 public:
  /// What it holds.
  using Model = T;
  /// What get() gives.
  using Handle = std::shared_ptr<const T>;

  /// See ModelRegistry.
  core::Result<void> insert(std::string id, T model) {
    if (entries_.contains(id)) {
      return already_there(id);
    }
    put(std::move(id), std::move(model));
    return {};
  }

  /// See ModelRegistry.
  core::Result<void> replace(std::string_view id, T model) {
    if (!entries_.contains(id)) {
      return not_there(id);
    }
    put(std::string{id}, std::move(model));
    return {};
  }

  /// See ModelRegistry.
  core::Result<void> erase(std::string_view id) {
    const auto at = entries_.find(id);
    if (at == entries_.end()) {
      return not_there(id);
    }
    entries_.erase(at);
    return {};
  }

  /// See ModelRegistry.
  Handle get(std::string_view id) const {
    const auto at = entries_.find(id);
    return at == entries_.end() ? nullptr : at->second.model;
  }

  /// See ModelRegistry.
  template <class Use>
  bool with(std::string_view id, Use&& use) const {
    const Handle model = get(id);
    if (model == nullptr) {
      return false;
    }
    std::forward<Use>(use)(*model);
    return true;
  }

  /// See ModelRegistry.
  std::optional<Version> find(std::string_view id) const {
    const auto at = entries_.find(id);
    return at == entries_.end() ? std::nullopt : std::optional{at->second.version};
  }

  /// See ModelRegistry.
  std::size_t size() const { return entries_.size(); }

  /// See ModelRegistry.
  std::vector<std::string> ids() const {
    std::vector<std::string> all;
    for (const auto& [id, entry] : entries_) {
      all.push_back(id);
    }
    return all;
  }

 private:
  struct Entry {
    Handle model;
    Version version;
  };

  void put(std::string id, T model) {
    entries_.insert_or_assign(std::move(id), Entry{std::make_shared<const T>(std::move(model)), ++last_version_});
  }

  std::map<std::string, Entry, std::less<>> entries_;
  Version last_version_ = 0;
};

}  // namespace moebench::registry
