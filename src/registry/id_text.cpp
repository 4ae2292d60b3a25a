#include "moebench/registry/id_text.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace moebench::registry {

std::uint64_t hash_text(std::string_view text) {
  return XXH3_64bits(text.data(), text.size());
}

}  // namespace moebench::registry
