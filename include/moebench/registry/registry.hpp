// What a model registry is: models of one type under ids, found by many threads while few change them. The strategies
// (rcu_registry.hpp, snapshot_registry.hpp, locked_registry.hpp) all are one; backend.hpp names them. Knows nothing of
// what a model is. Included by the strategies and by whoever takes any registry.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "moebench/core/error.hpp"

namespace moebench::registry {

/// Which of a registry's changes put a model where it is: 1 for the first insertion, one more with each insertion and
/// replacement. A thread never sees an id's version fall.
using Version = std::uint64_t;

/// Points to a model that lives as long as the handle does, erased or replaced meanwhile or not. Empty when nothing was
/// found.
template <class Handle, class Model>
concept HandleTo = std::movable<Handle> && requires(const Handle& handle) {
  static_cast<bool>(handle);
  { *handle } -> std::same_as<const Model&>;
};

/// Everything below may be called by any number of threads at once; each call is one atomic step.
///
///   insert(id, model)   fails (input) when there is a model of that id
///   replace(id, model)  fails (input) when there is none
///   erase(id)           fails (input) when there is none; handles keep the model
///   get(id)             an owned read: a handle, empty when there is none
///   with(id, use)       a borrowed read: calls use(const Model&) and returns true, or returns false. `use` must not
///                       keep the reference, change the registry or wait for a thread that does
///   find(id)            the version, empty when there is none
///   size(), ids()       ids in no particular order
///
/// A model is constant once it is in here. Its destructor may run in any thread and must not use a registry, nor own
/// one. A registry may not be destroyed inside with(), not even another one. Where main() ends, or before a fork whose
/// child goes on without exec, registries and handles should be gone: a thread of liburcu's reclaims what was in them.
template <class Registry>
concept ModelRegistry = std::default_initializable<Registry> && std::move_constructible<typename Registry::Model> &&
    requires(Registry& registry, const Registry& reading, std::string id, std::string_view name,
             typename Registry::Model model, void (*use)(const typename Registry::Model&)) {
  { registry.insert(id, std::move(model)) } -> std::same_as<core::Result<void>>;
  { registry.replace(name, std::move(model)) } -> std::same_as<core::Result<void>>;
  { registry.erase(name) } -> std::same_as<core::Result<void>>;
  { reading.get(name) } -> HandleTo<typename Registry::Model>;
  { reading.with(name, use) } -> std::same_as<bool>;
  { reading.find(name) } -> std::same_as<std::optional<Version>>;
  { reading.size() } -> std::same_as<std::size_t>;
  { reading.ids() } -> std::same_as<std::vector<std::string>>;
};

/// The refusal to insert, in the same words for every strategy.
std::unexpected<core::Error> already_there(std::string_view id);

/// The refusal to replace or erase.
std::unexpected<core::Error> not_there(std::string_view id);

}  // namespace moebench::registry
