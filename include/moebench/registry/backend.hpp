// The strategies that come with the library, by name. Their types are with_backend.hpp's business. Included by
// scenarios and cli.
#pragma once

#include <cstdint>
#include <string_view>

namespace moebench::registry {

/// What readers do: enter a section of liburcu's; load an atomic shared pointer; lock a std::shared_mutex; lock a
/// std::mutex.
enum class Backend : std::uint8_t { rcu, snapshot, rwlock, mutex };

/// "rcu", "snapshot", "rwlock", "mutex".
std::string_view name(Backend backend);

}  // namespace moebench::registry
