#include "version_text.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include "commit.hpp"
#include "moebench/apr/kernel.hpp"
#include "moebench/harness/environment.hpp"

namespace moebench::cli {

std::string libraries() {
  return fmt::format(MOEBENCH_LIBRARIES ", xxHash {}.{}.{}", XXH_VERSION_MAJOR, XXH_VERSION_MINOR, XXH_VERSION_RELEASE);
}

std::string version_text() {
  const harness::Build build = harness::this_build();
  return fmt::format(
      "moebench {} (commit {}, {}{})\n"
      "Compiler: {}\n"
      "Vector instructions on this processor: {}\n"
      "Libraries: {}",
      MOEBENCH_VERSION, commit(), build.type.empty() ? "no build type" : build.type,
      build.assertions ? " with assertions" : "", build.compiler, apr::vector_target(), libraries());
}

}  // namespace moebench::cli
