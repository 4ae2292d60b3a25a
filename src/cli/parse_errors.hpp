// What a user is told of arguments that cannot be used. Private to cli.
#pragma once

#include <string>

#include <CLI/CLI.hpp>

namespace moebench::cli {

/// The mistake in the arguments that `program` was given when it threw `error`, its remedy, and where more is told: one
/// line without the program's name in front. A word that is no command, or no option, is held to be the mistake
/// whatever else CLI11 stumbled over, and the nearest known one is named.
std::string parse_fault(const CLI::App& program, const CLI::ParseError& error);

}  // namespace moebench::cli
