#include "moebench/registry/backend.hpp"

namespace moebench::registry {

std::string_view name(Backend backend) {
  switch (backend) {
    case Backend::rcu: return "rcu";
    case Backend::snapshot: return "snapshot";
    case Backend::rwlock: return "rwlock";
    case Backend::mutex: return "mutex";
  }
  return "unknown";
}

}  // namespace moebench::registry
