// Bytes of a file and where they stand, so that a refusal can name the place. Included by this module's sources only.
#pragma once

#include <cstddef>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "moebench/core/error.hpp"

namespace moebench::apr {

/// A part of a file, or what a part decompresses to.
struct Payload {
  std::span<const std::byte> bytes;
  std::size_t offset;  // of its first byte in the file; 0 when it was decompressed
  std::string_view file;
  bool decompressed = false;
};

/// The one form of errors about a part: "m.apr: byte 79", or "m.apr: byte 3 of the decompressed payload".
inline std::unexpected<core::Error> refuse(const Payload& payload, std::size_t at, std::string message) {
  return core::input_error(fmt::format("{}: byte {}{}", payload.file, payload.offset + at,
                                       payload.decompressed ? " of the decompressed payload" : ""),
                           std::move(message));
}

}  // namespace moebench::apr
