#include "moebench/scenarios/contender.hpp"

#include <set>

#include <fmt/format.h>

#include "moebench/registry/backend.hpp"

namespace moebench::scenarios {

core::Result<void> check_names(std::span<const Contender> contenders) {
  using registry::Backend;
  std::set<std::string> taken{"unsynchronised"};  // the registry scenario's limit
  for (const Backend backend : {Backend::rcu, Backend::snapshot, Backend::rwlock, Backend::mutex}) {
    taken.emplace(registry::name(backend));
  }
  for (const Contender& contender : contenders) {
    if (contender.name.empty() || contender.name.contains('/')) {
      return core::usage_error(
          "backend", fmt::format("\"{}\" cannot be part of a result's name; give a name without '/'", contender.name));
    }
    if (!taken.insert(contender.name).second) {
      return core::usage_error("backend",
                               fmt::format("there is a backend {} already; give another name", contender.name));
    }
  }
  return {};
}

}  // namespace moebench::scenarios
