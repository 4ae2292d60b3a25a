// Whether a text has a part, for all tests of what is said.
#pragma once

#include <string>

namespace test {

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace test
