// Manual pages in roff's man macros, made from what the commands tell of themselves. Private to cli.
#pragma once

#include <string>
#include <string_view>

#include "command_text.hpp"

namespace moebench::cli {

/// The page of `command` alone, ending with a line break. `date`: "2026-01-31".
std::string man_page(const CommandText& command, std::string_view version, std::string_view date);

/// "moebench-model-train.1"
std::string man_file_name(const CommandText& command);

}  // namespace moebench::cli
