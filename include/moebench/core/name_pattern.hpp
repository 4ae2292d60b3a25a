// Chooses results by name. Included by gate, history and cli.
#pragma once

#include <string_view>

namespace moebench::core {

/// Whether the whole name fits the pattern, in which '*' stands for any text, '?' for any one byte, and everything else
/// for itself. O(length of one times the other).
bool fits_pattern(std::string_view pattern, std::string_view name);

}  // namespace moebench::core
