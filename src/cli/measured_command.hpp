// Whether two command lines measure the same. Private to cli.
#pragma once

#include <string>
#include <vector>

namespace moebench::cli {

/// What the words of a command line measure. Of this program, whose builds are told by their file's name
/// (old-moebench): without it, as builds are what is compared, and without the options that say how often, from which
/// seed, and how and where it is told. Of another program all words, it by its file's name.
std::vector<std::string> what_is_measured(const std::vector<std::string>& words);

}  // namespace moebench::cli
