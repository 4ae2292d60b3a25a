// What readers of binary data files say alike. Private to io.
#pragma once

#include <cstddef>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "moebench/core/error.hpp"

namespace moebench::io {

inline std::unexpected<core::Error> refuse_at(std::string_view subject, std::size_t byte, std::string message) {
  return core::input_error(fmt::format("{}: byte {}", subject, byte), std::move(message));
}

inline bool is_gzip(std::span<const std::byte> file) {
  return file.size() >= 2 && file[0] == std::byte{0x1f} && file[1] == std::byte{0x8b};
}

inline std::unexpected<core::Error> refuse_gzip(std::string_view subject) {
  return refuse_at(subject, 0,
                   "the file is compressed by gzip; a plain file was expected: unpack it with gunzip first");
}

}  // namespace moebench::io
