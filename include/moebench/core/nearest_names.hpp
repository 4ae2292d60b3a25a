// Which of many names a mistyped one is nearest to. Included by stats, gate and cli, for what they
// refuse.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace moebench::core {

/// The fewest insertions, deletions, replacements and swaps of neighbours that make `b` of `a`, no part being edited
/// twice (optimal string alignment). O(a.size() * b.size()).
std::size_t edit_distance(std::string_view a, std::string_view b);

/// "\n  one\n  two\n  and 3 more": ten of the names at most, a line each, those that hold `word` first and then by
/// their distance to it; equally near ones in their order. Empty for no names.
std::string nearest_names(std::string_view word, std::vector<std::string> names);

}  // namespace moebench::core
