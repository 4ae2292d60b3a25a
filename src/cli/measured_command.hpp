// Whether two command lines measure the same. Private to cli.
#pragma once

#include <string>
#include <vector>

namespace moebench::cli {

/// What the words of a command line measure: without the program, whose builds are what is compared, and without the
/// options of this program that say how often, from which seed, and how and where it is told.
std::vector<std::string> what_is_measured(const std::vector<std::string>& words);

}  // namespace moebench::cli
