// Which layout a file has, by its first bytes. Included by this module's sources only.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "moebench/apr/file_format.hpp"
#include "moebench/core/error.hpp"

namespace moebench::apr {

/// "APRN", or a file so short that it is a part of that.
bool is_v1(std::span<const std::byte> file);

/// The layout by the first bytes alone; where they leave it open, a name that ends in ".safetensors" decides.
/// Input errors: an empty file; a layout that is not read, by its name; bytes that no layout begins with.
core::Result<FileFormat> identify(std::span<const std::byte> file, std::string_view subject);

/// The message about a file that begins like none.
std::string unknown_magic(std::span<const std::byte> file);

}  // namespace moebench::apr
