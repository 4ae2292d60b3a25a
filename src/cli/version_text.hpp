// What this program is: its version, and what it was made of. Private to cli.
#pragma once

#include <string>

namespace moebench::cli {

/// "Boost 1.81.0, CLI11 2.1.2, ...": the libraries of the build.
std::string libraries();

/// What --version prints: in the first line name, version, commit and build type; then the compiler, the instruction
/// set that the vector kernels use on this processor, and the libraries.
std::string version_text();

}  // namespace moebench::cli
