// Our own Markdown as text for a terminal: wrapped to its width, tables without pipes, colour where it carries meaning.
// Pure: text in, text out. It knows the Markdown that the reports of this program write, not all of Markdown.
// Included by cli, for --format text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace moebench::report {

struct TerminalOptions {
  std::size_t width = 80;  // columns; fewer than 20 count as 20
  bool colour = false;     // ANSI escape sequences
};

/// `markdown` in at most `width` columns, but for single words that are longer and for code blocks, whose lines stay as
/// they are. Each character of UTF-8 counts as one column. Headings are bold, or underlined without colour; a table
/// that is too wide is wrapped in its cells, or split into blocks that each repeat its first columns, whichever takes
/// fewer lines. Verdicts, failures and doubts are coloured by what they mean.
std::string terminal_text(std::string_view markdown, const TerminalOptions& options);

}  // namespace moebench::report
