// Completion scripts of three shells, made from what the commands tell of themselves. Private to cli.
#pragma once

#include <string>

#include "command_text.hpp"

namespace moebench::cli {

/// A script that a shell sources, or finds in its folder of completions. It completes commands, options, the choices of
/// an option, several of them with commas where it takes a list, and the names of files and folders.
std::string bash_completion(const CommandText& program);
std::string zsh_completion(const CommandText& program);
std::string fish_completion(const CommandText& program);

}  // namespace moebench::cli
