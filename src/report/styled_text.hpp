// Characters with a meaning each: what Markdown's inline marks become, before it is wrapped and written to a terminal.
// Private to report: made for terminal_text and terminal_table.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace moebench::report {

enum class Style : std::uint8_t { plain, heading, bold, italic, code, good, bad, doubtful, neutral };

struct StyledCharacter {
  std::string bytes;  // one character of UTF-8
  Style style;
};

using StyledText = std::vector<StyledCharacter>;

/// Markdown within a line, in the style `base` where no mark says otherwise: **bold**, *italic*, `code` (which keeps
/// its marks), [text](url) as "text (url)", [^1] as "[1]", \| as "|". A verdict in capitals has its own style, and so
/// has bold text that begins with one.
StyledText styled(std::string_view markdown, Style base = Style::plain);

/// A whole cell of a table: as styled(), and in a verdict's style where the cell begins with one in any case.
StyledText styled_cell(std::string_view markdown);

/// Every character in the style `as`.
StyledText restyled(StyledText text, Style as);

/// What becomes of a word that is longer than a line: it is too long a line, or is broken behind one of / . _ -
enum class LongWords : std::uint8_t { kept, broken };

/// Lines of at most `width` characters, broken at blanks; a longer word has a line of its own. At least one line.
/// A blank before a percent sign, and those in short brackets ("[1.2, 3.4]"), break only where nothing else can.
std::vector<StyledText> wrapped(const StyledText& text, std::size_t width, LongWords long_words = LongWords::kept);

/// The longest stretch that wrapped() does not break unless it must.
std::size_t longest_word(const StyledText& text);

/// The longest stretch that it does not break even then, with LongWords::broken.
std::size_t longest_piece(const StyledText& text);

/// The characters, with escape sequences around what is not plain where `colour`.
std::string in_terminal(const StyledText& text, bool colour);

}  // namespace moebench::report
