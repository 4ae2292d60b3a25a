// Text that came from a file or a command line, made fit for one line of a report: no line break forges a heading, no
// escape sequence reaches the terminal. Does not escape Markdown's own marks. Included by every report and by cli.
#pragma once

#include <string>
#include <string_view>

namespace moebench::report {

/// `text` with every byte of a control character (below 0x20, 0x7f, and U+0080 to U+009F) and every stray byte that
/// no sequence of UTF-8 holds as \xNN. Other characters stay as they are, a backslash too. Empty text stays empty.
std::string inline_text(std::string_view text);

}  // namespace moebench::report
