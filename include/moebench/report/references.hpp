// The works that reports cite: sections name them by a word ("[^fedus-2022]"), the reader gets numbers. Pure. Included
// by suite_report and cli.
#pragma once

#include <span>
#include <string>

namespace moebench::report {

/// Gives what `texts` cite numbers in the order of the first citation ("[^1]") and returns the list of these works as
/// Markdown footnotes under a heading; empty text where nothing is cited.
std::string numbered_references(std::span<std::string* const> texts);

/// `text` with its citations numbered and their list at its end.
std::string with_references(std::string text);

}  // namespace moebench::report
