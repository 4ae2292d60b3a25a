// Which known words a mistyped one was likely meant to be. Private to cli.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace moebench::cli {

/// The known word that `word` is the beginning of, where there is one alone; otherwise the nearest ones, in their
/// order, where they are at most a third of the word's length (of 2 or more letters: at least one edit) away. Empty
/// where nothing is near, or more than three are equally so.
std::vector<std::string> likely_meant(std::string_view word, const std::vector<std::string>& known);

/// "; did you mean router? ", with " or " between several; "; " for none: what goes between a complaint and its remedy.
std::string did_you_mean(const std::vector<std::string>& meant, std::string_view quote = "");

}  // namespace moebench::cli
