// From a strategy's name to its type, at run time. The choice is made once, around a whole piece of work, so that no
// read pays for it. Included by scenarios.
#pragma once

#include <type_traits>
#include <utility>

#include "moebench/registry/backend.hpp"
#include "moebench/registry/locked_registry.hpp"
#include "moebench/registry/rcu_registry.hpp"
#include "moebench/registry/snapshot_registry.hpp"

namespace moebench::registry {

/// Calls `use(std::type_identity<Registry>{})` with that strategy's registry of models of type T, and returns what it
/// returns.
template <class T, class Use>
decltype(auto) with_backend(Backend backend, Use&& use) {
  switch (backend) {
    case Backend::snapshot: return std::forward<Use>(use)(std::type_identity<SnapshotRegistry<T>>{});
    case Backend::rwlock: return std::forward<Use>(use)(std::type_identity<RwlockRegistry<T>>{});
    case Backend::mutex: return std::forward<Use>(use)(std::type_identity<MutexRegistry<T>>{});
    case Backend::rcu: break;
  }
  return std::forward<Use>(use)(std::type_identity<RcuRegistry<T>>{});
}

}  // namespace moebench::registry
