// The one form of this module's errors about a file. Included by this module's sources only.
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "moebench/core/error.hpp"

namespace moebench::apr {

inline std::unexpected<core::Error> refuse(std::string_view file, std::size_t byte, std::string message) {
  return core::input_error(fmt::format("{}: byte {}", file, byte), std::move(message));
}

}  // namespace moebench::apr
