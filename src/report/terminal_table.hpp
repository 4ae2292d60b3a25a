// A Markdown table as columns for a terminal. Private to report: made for terminal_text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace moebench::report {

/// The lines of one table, header and rule first, in at most `width` columns where its words allow. Precondition: at
/// least the header and the rule, as Table::markdown() writes them.
std::string terminal_table(const std::vector<std::string_view>& lines, std::size_t width, bool colour);

}  // namespace moebench::report
