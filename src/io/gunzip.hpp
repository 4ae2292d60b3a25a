// Owns unpacking gzip. Included by result_file.cpp.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "moebench/core/error.hpp"

namespace moebench::io {

inline constexpr std::size_t k_most_unpacked = std::size_t{1} << 28U;  // 256 MiB

/// What `packed`, one gzip member or several, holds. Error: input, for broken or truncated data and for more than
/// k_most_unpacked bytes. Needs at most twice the memory of what it returns.
core::Result<std::string> gunzip(std::string_view packed, std::string_view subject);

}  // namespace moebench::io
