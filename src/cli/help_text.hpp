// `--help` of every command, in lines of 80 columns. Private to cli.
#pragma once

#include <cstddef>
#include <string>

#include "command_text.hpp"

namespace moebench::cli {

inline constexpr std::size_t k_help_columns = 80;

/// Ends with a line break.
std::string help_text(const CommandText& command);

/// Makes CLI11 print help_text of whatever command was asked.
void use_help_text(CLI::App& program);

}  // namespace moebench::cli
