// The files under tests/io/fixtures, and the published results under examples. For the tests of io.
#pragma once

#include <string>

#include "temporary_folder.hpp"

namespace moebench::io::test {

inline std::string fixture(const std::string& name) {
  return ::test::content(std::filesystem::path{MOEBENCH_SOURCE_DIR} / "tests/io/fixtures" / name);
}

inline std::string published(const std::string& name) {
  return ::test::content(std::filesystem::path{MOEBENCH_SOURCE_DIR} / "examples/published" / name);
}

}  // namespace moebench::io::test
