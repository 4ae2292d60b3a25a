// What a version 1 file says about its model besides the parameters. Parsed by reader.hpp; written by writer.hpp.
// Included by both.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace moebench::apr {

/// The two fields that the format requires, and all others as they are.
struct Metadata {
  std::string created_at;               // Unix seconds in decimal digits
  std::string aprender_version;         // release of the library whose layout this is: "0.11.0"
  std::vector<std::byte> further = {};  // a MessagePack map of the other keys in their order; empty for none

  friend bool operator==(const Metadata&, const Metadata&) = default;
};

}  // namespace moebench::apr
